"""SQL of the map service: one statement cuts a tile out of a layer's function."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

import psycopg
from sqlalchemy import TextClause, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.dialects.postgresql.psycopg import dialect
from sqlalchemy.orm import Session

from gisgrid.kernel.rows import see_only
from gisgrid.maps.catalogue import Layer
from gisgrid.maps.rules import Box, Tile
from gisgrid.maps.tables import GridArchive, GridTile, LayerOff

EXTENT, BUFFER = 4096, 64
TILE = f"ST_TileEnvelope(:z, :x, :y, margin => {BUFFER / EXTENT})"
PATIENCE = text("SELECT set_config('statement_timeout', '5s', true)")
PLAIN = dialect()  # type: ignore[no-untyped-call]
INSTALLS = "map"
"""What the installs of layers are counted under, beside the changes of tables."""
COUNT_OF_INSTALLS = text("SELECT coalesce(sum(changes), 0) FROM layer_change WHERE source = 'map'")
VERSION = "SELECT coalesce(sum(changes), 0) FROM layer_change WHERE source = ANY (%(reads)s)"
BAKED = """
    SELECT t.mvt FROM grid_tile t JOIN edition e ON e.id = t.edition_id
    WHERE (t.edition_id, t.z, t.x, t.y) = (%s, %s, %s, %s) AND e.status <> 'draft'
"""
IS_PUBLISHED = text("SELECT EXISTS (SELECT FROM edition WHERE id = :edition AND status <> 'draft')")
NEXT_EDITION = text("""
    SELECT id, valid_from FROM edition WHERE status = 'published' AND valid_from > :now
    ORDER BY valid_from LIMIT 1
""")
EXTENT_OF = text("""
    SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e)
    FROM (SELECT ST_Extent(geom) AS e FROM area_shape WHERE is_leaf AND from_edition <= :edition
          AND (to_edition IS NULL OR to_edition > :edition)) AS found
""")


def tile_sql(layer: Layer) -> TextClause:
    """Write the statement that cuts one tile out of a layer; every name is from our own files."""
    return _tile_sql(layer.id, layer.source, layer.columns())


@cache
def _tile_sql(name: str, source: str, columns: tuple[str, ...]) -> TextClause:
    given = "".join(f', f."{column}"' for column in columns)
    order = "cut.id, cut.part" if "part" in columns else "cut.id"
    return text(f"""
        SELECT ST_AsMVT(cut, '{name}', {EXTENT}, 'geom', 'id' ORDER BY {order})
        FROM (
          SELECT f.id, ST_AsMVTGeom(ST_Transform(f.geom, 3857), ST_TileEnvelope(:z, :x, :y),
                                    {EXTENT}, {BUFFER}, true) AS geom{given}
          FROM map.{source}({TILE}, :z, CAST(:filter AS jsonb)) f
        ) AS cut
        WHERE cut.geom IS NOT NULL
    """)  # noqa: S608 - identifiers of our own layer files  # nosec B608


@cache
def live_sql(tile: TextClause) -> str:
    """Write for psycopg: the version of what a layer reads, and one of its tiles, as they are now.

    One statement sees one state: what is kept under a version is what the version says.
    """
    return f"SELECT ({VERSION}), ({tile.compile(dialect=PLAIN)})"  # nosec B608


def cut_live(
    connection: psycopg.Connection, layer: Layer, tile: Tile, wanted: str
) -> tuple[int, bytes]:
    """Cut a tile as it is now; also return the version of what it shows.

    What a reader of a scoped layer is told is what the database lets this transaction see.
    """
    values = {"z": tile.z, "x": tile.x, "y": tile.y, "filter": wanted, "reads": counted(layer)}
    if layer.scoped in ("cases", "officers"):
        see_only(connection, wanted)
    row = connection.execute(live_sql(tile_sql(layer)), values).fetchone()
    version, content = row or (0, None)
    return int(version), bytes(content or b"")


def counted(layer: Layer) -> list[str]:
    """Name what makes a new version of a layer: changes of its tables, and every install."""
    return [*layer.reads, INSTALLS]


def installs(tx: Session) -> int:
    """Return how often layers were installed."""
    return int(tx.scalar(COUNT_OF_INSTALLS) or 0)


def baked_now(connection: psycopg.Connection, edition_id: int, tile: Tile) -> bytes | None:
    """Return a boundary tile of a published edition, if it was cut already."""
    row = connection.execute(BAKED, (edition_id, tile.z, tile.x, tile.y)).fetchone()
    return bytes(row[0]) if row else None


def cut(tx: Session, layer: Layer, tile: Tile, wanted: str) -> bytes:
    """Cut a tile; a layer that shows nothing here gives no bytes."""
    values = {"z": tile.z, "x": tile.x, "y": tile.y, "filter": wanted}
    return bytes(tx.scalar(tile_sql(layer), values) or b"")


def hurry(tx: Session) -> None:
    """Give up on a tile that takes too long, in this transaction."""
    tx.execute(PATIENCE)


def baked(tx: Session, edition_id: int, tile: Tile) -> bytes | None:
    """Return a boundary tile that was cut when its edition was published."""
    return tx.scalar(
        select(GridTile.mvt).filter_by(edition_id=edition_id, z=tile.z, x=tile.x, y=tile.y)
    )


def is_published(tx: Session, edition_id: int) -> bool:
    """Tell whether an edition's borders can change no more."""
    return bool(tx.scalar(IS_PUBLISHED, {"edition": edition_id}))


def keep(tx: Session, edition_id: int, tiles: Sequence[tuple[Tile, bytes]]) -> None:
    """Store the boundary tiles of an edition; what another did meanwhile is the same."""
    rows = [
        {"edition_id": edition_id, "z": t.z, "x": t.x, "y": t.y, "mvt": mvt} for t, mvt in tiles
    ]
    tx.execute(insert(GridTile).on_conflict_do_nothing(), rows)


def tiles_kept(tx: Session, edition_id: int) -> list[tuple[Tile, bytes]]:
    """Return every boundary tile of an edition that was cut, in one order."""
    rows = select(GridTile.z, GridTile.x, GridTile.y, GridTile.mvt).filter_by(edition_id=edition_id)
    ordered = rows.order_by(GridTile.z, GridTile.x, GridTile.y)
    return [(Tile(z, x, y), bytes(mvt)) for z, x, y, mvt in tx.execute(ordered)]


def keep_archive(tx: Session, edition_id: int, digest: str, content: bytes) -> None:
    """Store the file of an edition's boundary tiles."""
    row = {"edition_id": edition_id, "digest": digest, "pmtiles": content}
    tx.execute(insert(GridArchive).values(row).on_conflict_do_nothing())


def archive(tx: Session, edition_id: int) -> tuple[int, str] | None:
    """Return the size in bytes and the digest of an edition's file, if it was written already."""
    described = select(func.octet_length(GridArchive.pmtiles), GridArchive.digest)
    row = tx.execute(described.where(GridArchive.edition_id == edition_id)).one_or_none()
    return None if row is None else (row[0], row[1])


def archive_part(tx: Session, edition_id: int, first: int, length: int) -> bytes:
    """Return some bytes of an edition's file; `first` counts from 0."""
    part = func.substring(GridArchive.pmtiles, first + 1, length)
    return bytes(tx.scalar(select(part).where(GridArchive.edition_id == edition_id)) or b"")


def next_edition(tx: Session, now: datetime) -> tuple[int, datetime] | None:
    """Return the edition that is published and takes over next, and when."""
    row = tx.execute(NEXT_EDITION, {"now": now}).one_or_none()
    return None if row is None else (row[0], row[1])


def has_tiles(tx: Session, edition_id: int) -> bool:
    """Tell whether an edition's tiles were cut already."""
    found = select(GridTile.edition_id).filter_by(edition_id=edition_id).limit(1)
    return tx.scalar(found) is not None


def box_of(tx: Session, edition_id: int) -> Box | None:
    """Return the box of an edition's areas, or None when it has none."""
    west, south, east, north = tx.execute(EXTENT_OF, {"edition": edition_id}).one()
    return None if west is None else Box(west, south, east, north)


def is_off(tx: Session, layer: str) -> bool:
    """Tell whether the deployment does without a layer."""
    return tx.scalar(select(LayerOff.layer).where(LayerOff.layer == layer)) is not None
