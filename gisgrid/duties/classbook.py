"""Read a class book's files and write its classes, conditions and successors."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from gisgrid.duties import editions
from gisgrid.duties.answers import Retired
from gisgrid.duties.bookfiles import read, refuse
from gisgrid.duties.bookrows import Row, Values, kept, left_out, written
from gisgrid.duties.tables import CaseClass, ClassSuccessor, CodebookEdition, FilingCondition
from gisgrid.kernel.errors import Invalid

BookKey = tuple[str, str]
ClassKey = tuple[str, str, str]


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


@dataclass(frozen=True)
class Written:
    """What the classes' files held, and which editions they took the place of."""

    classes: int
    conditions: int
    retired: tuple[Retired, ...]


def load_classes(tx: Session, folder: Path) -> Written:
    """Write books, classes, conditions and successors.

    Raises:
        BadCells: lines name what there is not, leave out what is stored, or would change what
            cases stand on; all are named.
    """
    lines = read(folder, "codebooks.csv")
    stored = written(tx, CodebookEdition, [book_row(line) for line in lines])
    named = {(line["codebook"], line["edition"]) for line in lines}
    books = {(row["codebook"], row["edition"]): row["id"] for row in stored}
    known = {key: found for key, found in books.items() if key in named}
    classes = [*read(folder, "classes.csv"), *read(folder, "classes_older.csv")]
    stored_classes = kept(tx, CaseClass, classes, lambda line: class_row(line, known))
    refuse(list(left_out(tx, CaseClass, "codebook_edition_id", stored_classes)))
    names = {found: key for key, found in books.items()}
    rows = tx.execute(select(CaseClass.__table__)).mappings()
    ids = {(*names[row["codebook_edition_id"]], row["key"]): row["id"] for row in rows}
    conditions = read(folder, "conditions.csv")
    held = kept(tx, FilingCondition, conditions, lambda line: condition_row(line, ids))
    refuse(list(left_out(tx, FilingCondition, "class_id", held)))
    kept(tx, ClassSuccessor, read(folder, "successors.csv"), lambda line: successor_row(line, ids))
    retired = editions.retire_earlier(tx, list(known.values()))
    refuse(editions.named_again(tx))
    return Written(len(classes), len(conditions), retired)


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
        said = " ".join(book)
        raise Invalid(f"codebooks.csv 没有 {said} · name this edition in codebooks.csv.")
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


def class_id(row: Row, classes: Mapping[ClassKey, int], side: str = "") -> int:
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
        raise Invalid(f"类别表中没有 {said} · add {said} to the classes, or mend the line.")
    return found


def condition_row(row: Row, classes: Mapping[ClassKey, int]) -> Values:
    """Read one line of conditions.csv."""
    return {
        "class_id": class_id(row, classes),
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
        "from_class_id": class_id(row, classes, "from_"),
        "to_class_id": class_id(row, classes, "to_"),
        "relation": row["relation"],
        "certainty": row["certainty"] or None,
    }
