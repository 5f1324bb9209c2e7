"""What the grid asks the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any

import numpy as np
import psycopg
import shapely
from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from gisgrid.grid.book import AreaRef, EditionRef
from gisgrid.grid.locator import Arcs

Row = dict[str, Any]
IN_FORCE = (
    "SELECT id, name, valid_from, stamp FROM edition"
    " WHERE status <> 'draft' AND valid_from <= %s ORDER BY valid_from DESC LIMIT 1"
)


def sql(name: str) -> TextClause:
    """Return one of our SQL files."""
    return text(files("gisgrid.grid").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8"))


def edition_in_force(tx: Session, as_of: datetime) -> EditionRef | None:
    """Return the edition whose borders hold at a moment (the hot path: plain psycopg)."""
    connection = tx.connection().connection.driver_connection
    if not isinstance(connection, psycopg.Connection):
        raise TypeError("the grid is read with psycopg 3: use postgresql+psycopg://")
    row = connection.execute(IN_FORCE, (as_of,), prepare=True).fetchone()
    return EditionRef(*row) if row else None


def one_at_a_time(tx: Session) -> None:
    """Let one transaction at a time write drafts and publish; others wait for its end."""
    tx.execute(text("SELECT pg_advisory_xact_lock(hashtext('gisgrid.edition'))"))


def edition_row(tx: Session, name: str) -> Row | None:
    """Return one edition by its name or number."""
    found = text("SELECT * FROM edition WHERE name = :name OR CAST(id AS text) = :name LIMIT 1")
    row = tx.execute(found, {"name": name}).mappings().one_or_none()
    return dict(row) if row else None


def meridian_of(tx: Session, edition_id: int) -> int:
    """Return the meridian that an edition's arcs are counted from."""
    found = text("SELECT meridian FROM edition WHERE id = :edition")
    return int(tx.scalar(found, {"edition": edition_id}) or 0)


def edition_rows(tx: Session) -> list[Row]:
    """Return every edition with how much it holds, newest first."""
    return [dict(row) for row in tx.execute(sql("editions")).mappings()]


def level_rows(tx: Session) -> list[Row]:
    """Return the levels, coarsest first."""
    found = text("SELECT code, rank, name, name_en FROM level ORDER BY rank")
    return [dict(row) for row in tx.execute(found).mappings()]


@dataclass(frozen=True)
class AreaRow:
    """An area in one edition, as the book needs it."""

    ref: AreaRef
    path: tuple[int, ...]
    is_leaf: bool


def areas_of(tx: Session, edition_id: int) -> list[AreaRow]:
    """Return every area of an edition with its path, by id."""
    rows = tx.execute(sql("areas_of_edition"), {"edition": edition_id})
    return [AreaRow(AreaRef(*row[:7]), tuple(row.path), row.is_leaf) for row in rows]


def latest_refs(tx: Session, ids: Sequence[int]) -> dict[int, AreaRef]:
    """Return areas by id with their latest names, whatever edition they were in."""
    found = text(
        "SELECT a.id, a.level, l.rank, a.code, a.name, a.name_en, a.synthetic"
        " FROM area a JOIN level l ON l.code = a.level WHERE a.id = ANY(:ids)"
    )
    return {row[0]: AreaRef(*row) for row in tx.execute(found, {"ids": list(ids)})}


@dataclass(frozen=True)
class ArcRows:
    """The arcs of an edition with the ids of the leaves on their sides (0 = outside)."""

    lines: tuple[bytes, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]

    def arcs(self, leaves: Sequence[int], meridian: int) -> Arcs:
        """Return them as arcs whose face k is the leaf `leaves[k - 1]`."""
        face = {0: 0} | {leaf: number for number, leaf in enumerate(leaves, start=1)}
        xy = np.frombuffer(b"".join(self.lines), "<i4").reshape(-1, 2).astype(np.int32)
        sizes = [len(line) // 8 for line in self.lines]
        start = np.append(0, np.cumsum(sizes)).astype(np.int64)
        left = np.asarray([face[a] for a in self.left], np.int32)
        right = np.asarray([face[a] for a in self.right], np.int32)
        return Arcs(xy, start, left, right, meridian)


def arcs_of(tx: Session, edition_id: int) -> ArcRows:
    """Return the arcs of an edition in a fixed order."""
    rows = tx.execute(sql("arcs_of_edition"), {"edition": edition_id}).all()
    lines, left, right = zip(*rows, strict=True) if rows else ((), (), ())
    return ArcRows(tuple(bytes(line) for line in lines), left, right)


def shape_rows(tx: Session, edition_id: int, **only: Any) -> list[Row]:
    """Return areas with what a reader of the map needs: by level, parent, or id."""
    wanted = {"level": None, "parent": None, "area": None} | only
    return [
        dict(row)
        for row in tx.execute(sql("areas_listed"), {"edition": edition_id, **wanted}).mappings()
    ]


def given_rows(tx: Session, edition_id: int) -> list[Row]:
    """Return areas with their shapes as an import would give them."""
    return [
        dict(row) for row in tx.execute(sql("areas_as_given"), {"edition": edition_id}).mappings()
    ]


def geometry(wkb: bytes | memoryview) -> shapely.geometry.base.BaseGeometry:
    """Return the shape of a column read with ST_AsBinary."""
    return shapely.from_wkb(bytes(wkb))
