"""What the assets ask the database."""

from collections.abc import Sequence
from importlib.resources import files
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

Row = dict[str, Any]

POINTS = text("""
    SELECT id, ST_X(ST_GeometryN(geom, 1)) AS lon, ST_Y(ST_GeometryN(geom, 1)) AS lat
    FROM asset WHERE ST_Dimension(coalesce(footprint, geom)) = 0 ORDER BY id
""")
PUT_POINTS = text("""
    INSERT INTO asset_area (asset_id, edition_id, area_id, share, lead)
    SELECT asset_id, :edition, area_id, 1, true
    FROM unnest(CAST(:assets AS bigint[]), CAST(:areas AS bigint[])) AS g(asset_id, area_id)
""")
AREAS = text("""
    SELECT area_id, share, lead FROM asset_area
    WHERE asset_id = :asset AND edition_id = :edition ORDER BY lead DESC, share DESC, area_id
""")
KINDS = text("SELECT code, name, name_en, geometry FROM asset_kind ORDER BY code")
NEW_VERSION = text("""
    INSERT INTO gazetteer_version (one, version) VALUES (1, gen_random_uuid())
    ON CONFLICT (one) DO UPDATE SET version = excluded.version
""")


def kinds(tx: Session) -> list[Row]:
    """List the kinds of assets by their codes, with whether each is point, line or polygon."""
    return [dict(row) for row in tx.execute(KINDS).mappings()]


def sql(name: str) -> TextClause:
    """Return one of our SQL files."""
    return text(files("gisgrid.assets").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8"))


def write(tx: Session, what: str, columns: dict[str, list[Any]]) -> int:
    """Write rows by one of our files; return how many were new or changed."""
    return int(tx.execute(sql(what), columns).scalar_one())


def points(tx: Session) -> tuple[list[int], list[float], list[float]]:
    """Return the assets that are points, with their places."""
    rows = tx.execute(POINTS).all()
    return [r.id for r in rows], [r.lon for r in rows], [r.lat for r in rows]


def put_points(tx: Session, edition_id: int, assets: Sequence[int], areas: Sequence[int]) -> None:
    """Write the one leaf of each point."""
    params = {"edition": edition_id, "assets": list(assets), "areas": list(areas)}
    tx.execute(PUT_POINTS, params)


def forget_joins(tx: Session, edition_id: int) -> None:
    """Take out what an edition's assets were joined to."""
    gone = text("DELETE FROM asset_area WHERE edition_id = :edition")
    tx.execute(gone, {"edition": edition_id})


def areas_of(tx: Session, asset_id: int, edition_id: int) -> list[Row]:
    """Return the leaves that an asset touches, the leading one first."""
    params = {"asset": asset_id, "edition": edition_id}
    return [dict(row) for row in tx.execute(AREAS, params).mappings()]


def names(tx: Session, edition_id: int) -> list[Row]:
    """Return everything that has a name."""
    return [dict(row) for row in tx.execute(sql("names"), {"edition": edition_id}).mappings()]


def version(tx: Session) -> UUID | None:
    """Return which version of the assets and places the database holds."""
    found: UUID | None = tx.scalar(text("SELECT version FROM gazetteer_version"))
    return found


def new_version(tx: Session) -> None:
    """Say that assets or places have changed, so that every process reads the names anew."""
    tx.execute(NEW_VERSION)


def listed(tx: Session, **wanted: Any) -> list[Row]:
    """Return assets of a kind, in a box, or one by its id."""
    nothing = dict.fromkeys(("kind", "id", "west", "south", "east", "north"))
    return [dict(row) for row in tx.execute(sql("assets_listed"), nothing | wanted).mappings()]


def sought(tx: Session, **asked: Any) -> list[Row]:
    """Return the assets that a text names."""
    return [dict(row) for row in tx.execute(sql("seek"), asked).mappings()]
