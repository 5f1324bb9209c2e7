"""Write a class book's lines as rows, and keep what stands on those that are there."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping, select
from sqlalchemy import Table as PlainTable
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from gisgrid.duties import editions
from gisgrid.duties.bookfiles import Line, refuse
from gisgrid.kernel.db import Table
from gisgrid.kernel.errors import Invalid

Row = Mapping[str, str]
Values = dict[str, Any]

KEPT: Mapping[str, tuple[Sequence[str], str]] = {
    "case_class": (editions.KEPT_OF_CLASS, "id"),
    "filing_condition": (editions.KEPT_OF_CONDITION, "class_id"),
    "class_successor": ((), "from_class_id"),
}
"""What cases stand on, and which column names their class."""


def kept(
    tx: Session, table: type[Table], lines: Sequence[Line], values_of: Callable[[Line], Values]
) -> list[Values]:
    """Write lines as rows, where no case stands on what would change; return their values."""
    values = gathered(lines, values_of)
    key, (columns, class_id) = KEYS[table.__tablename__], KEPT[table.__tablename__]
    before = {keyed(row, key): row for row in tx.execute(select(table.__table__)).mappings()}
    pairs = [
        (line.place, before[keyed(after, key)], after)
        for line, after in zip(lines, values, strict=True)
        if keyed(after, key) in before
    ]
    refuse(list(editions.rewritten(tx, pairs, columns, class_id)))
    # One condition of a class is the usual one: the old one steps back before the new one stands.
    written(tx, table, sorted(values, key=lambda row: bool(row.get("is_default"))))
    return values


def keyed(row: Mapping[str, Any] | RowMapping, key: Sequence[str]) -> tuple[Any, ...]:
    """Return a row's natural key."""
    return tuple(row[name] for name in key)


def left_out(
    tx: Session, table: type[Table], above: str, values: Sequence[Values]
) -> Iterable[str]:
    """Say which stored rows of the same book or class the file does not hold."""
    key, plain = KEYS[table.__tablename__], table.__table__
    held = {keyed(row, key) for row in values}
    parents = {row[above] for row in values}
    for row in tx.execute(select(plain).where(plain.c[above].in_(parents))).mappings():
        if keyed(row, key) not in held:
            said = row["key"] if "key" in row else f"{row['seq']} {row['name']}"
            yield editions.LEFT_OUT.format(FILES[table.__tablename__], said)


FILES: Mapping[str, str] = {"case_class": "classes.csv", "filing_condition": "conditions.csv"}


def gathered(lines: Iterable[Line], values_of: Callable[[Line], Values]) -> list[Values]:
    """Read every line.

    Raises:
        BadCells: some name what there is not; all are named.
    """
    values, wrong = [], []
    for line in lines:
        try:
            values.append(values_of(line))
        except Invalid as fault:
            wrong.append(f"{line.place}: {fault}")
    refuse(wrong)
    return values


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
