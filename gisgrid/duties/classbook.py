"""Read a class book's files and write its classes, conditions and successors."""

import csv
from collections.abc import Mapping, Sequence
from datetime import time
from pathlib import Path
from typing import Any

from sqlalchemy import RowMapping, select
from sqlalchemy import Table as PlainTable
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from gisgrid.duties.bookfiles import ENCODING
from gisgrid.duties.tables import CaseClass, ClassSuccessor, CodebookEdition, FilingCondition
from gisgrid.kernel.db import Table
from gisgrid.kernel.errors import Invalid

Row = Mapping[str, str]
Values = dict[str, Any]
BookKey = tuple[str, str]
ClassKey = tuple[str, str, str]


def read(folder: Path, name: str) -> list[Row]:
    """Read one file of the folder; a file that is not there holds nothing."""
    path = folder / name
    if not path.exists():
        return []
    with path.open(encoding=ENCODING, newline="") as lines:
        return list(csv.DictReader(lines))


def texts(value: str) -> list[str]:
    """Split a cell at its bars."""
    return [one for one in value.split("|") if one]


def hour(value: str) -> time | None:
    """Read a time of day, None for an empty cell."""
    return time.fromisoformat(value) if value else None


def flag(value: str) -> bool:
    """Read a 1 or a 0."""
    return value == "1"


def number(value: str) -> float | None:
    """Read a number, None for an empty cell."""
    return float(value) if value else None


def load_classes(tx: Session, folder: Path) -> tuple[int, int]:
    """Write books, classes, conditions and successors; return how many classes and conditions."""
    books = written(tx, CodebookEdition, [book_row(r) for r in read(folder, "codebooks.csv")])
    rows = [*read(folder, "classes.csv"), *read(folder, "classes_older.csv")]
    by_book = {(row["codebook"], row["edition"]): row["id"] for row in books}
    classes = written(tx, CaseClass, [class_row(row, by_book) for row in rows])
    names = {row["id"]: (row["codebook"], row["edition"]) for row in books}
    ids = {(*names[r["codebook_edition_id"]], r["key"]): r["id"] for r in classes}
    conditions = written(
        tx, FilingCondition, [condition_row(row, ids) for row in read(folder, "conditions.csv")]
    )
    written(tx, ClassSuccessor, [successor_row(row, ids) for row in read(folder, "successors.csv")])
    return len(classes), len(conditions)


def written(tx: Session, table: type[Table], rows: Sequence[Values]) -> Sequence[RowMapping]:
    """Insert rows or bring them up to date by their natural key; return them with their ids."""
    if not rows:
        return []
    plain = table.__table__
    if not isinstance(plain, PlainTable):
        raise TypeError(f"{table.__name__} is no table")
    key = KEYS[plain.name]
    fresh = insert(plain).values(list(rows))
    rest = {name: fresh.excluded[name] for name in rows[0] if name not in key}
    changed = [plain.c[name].is_distinct_from(value) for name, value in rest.items()]
    where = changed[0]
    for one in changed[1:]:
        where |= one
    tx.execute(fresh.on_conflict_do_update(index_elements=key, set_=rest, where=where))
    return tx.execute(select(plain)).mappings().all()


KEYS: Mapping[str, Sequence[str]] = {
    "codebook_edition": ("codebook", "edition"),
    "case_class": ("codebook_edition_id", "domain", "code"),
    "filing_condition": ("class_id", "seq"),
    "class_successor": ("from_class_id", "to_class_id"),
}


def book_row(row: Row) -> Values:
    """Read one line of codebooks.csv."""
    return {
        "codebook": row["codebook"],
        "edition": row["edition"],
        "name": row["name"],
        "name_en": row["name_en"] or None,
        "active": flag(row["active"]),
        "sample": flag(row["sample"]),
        "source": row["source"] or None,
    }


def class_row(row: Row, books: Mapping[BookKey, int]) -> Values:
    """Read one line of classes.csv or classes_older.csv."""
    book = (row["codebook"], row["edition"])
    if book not in books:
        raise Invalid(f"classes: codebooks.csv 没有 {book} · codebooks.csv does not have {book}.")
    days = number(row.get("duplicate_days", ""))
    return {
        "codebook_edition_id": books[book],
        "domain": row["domain"],
        "code": row["code"],
        "key": f"{row['domain']}/{row['code']}",
        "big_code": row["big_code"],
        "big_name": row["big_name"],
        "big_name_en": row.get("big_name_en") or None,
        "name": row["name"],
        "name_en": row["name_en"] or None,
        "synonyms": texts(row.get("synonyms", "")),
        "needs_place": flag(row.get("needs_place", "1")),
        "duplicate_radius_m": number(row.get("duplicate_radius_m", "")),
        "duplicate_days": None if days is None else int(days),
        "emergency": flag(row.get("emergency", "")),
        "default_lead": row.get("default_lead") or None,
        "default_assists": texts(row.get("default_assists", "")),
        "source": row.get("source") or None,
        "certainty": row.get("certainty") or None,
    }


def class_id(row: Row, classes: Mapping[ClassKey, int], name: str, side: str = "") -> int:
    """Return the id of the class that a line names, on one of its sides if it has two.

    Raises:
        Invalid: the book has no such class.
    """
    book, edition, domain, code = (
        row[f"{side}{part}"] for part in ("codebook", "edition", "domain", "code")
    )
    found = classes.get((book, edition, f"{domain}/{code}"))
    if found is None:
        said = f"{book} {edition} {domain}/{code}"
        raise Invalid(f"{name}: 类别表中没有 {said} · add {said} to the classes, or mend the line.")
    return found


def condition_row(row: Row, classes: Mapping[ClassKey, int]) -> Values:
    """Read one line of conditions.csv."""
    return {
        "class_id": class_id(row, classes, "conditions.csv"),
        "seq": int(row["seq"]),
        "name": row["condition"],
        "name_en": row["condition_en"] or None,
        "closing": row["closing"],
        "closing_en": row["closing_en"] or None,
        "respond_value": float(row["respond_value"]),
        "respond_unit": row["respond_unit"],
        "solve_value": float(row["solve_value"]),
        "solve_unit": row["solve_unit"],
        "urgent": flag(row["urgent"]),
        "is_default": flag(row["is_default"]),
        "limit_note": row["limit_note"] or None,
        "limit_note_en": row["limit_note_en"] or None,
        "source": row["source"] or None,
    }


def successor_row(row: Row, classes: Mapping[ClassKey, int]) -> Values:
    """Read one line of successors.csv."""
    return {
        "from_class_id": class_id(row, classes, "successors.csv", "from_"),
        "to_class_id": class_id(row, classes, "successors.csv", "to_"),
        "relation": row["relation"],
        "certainty": row["certainty"] or None,
    }
