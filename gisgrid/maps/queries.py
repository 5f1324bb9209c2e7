"""SQL of the map service: one statement cuts a tile out of a layer's function."""

from collections.abc import Sequence

from sqlalchemy import TextClause, insert, select, text
from sqlalchemy.orm import Session

from gisgrid.maps.catalogue import Layer
from gisgrid.maps.rules import Box, Tile
from gisgrid.maps.tables import GridTile

EXTENT, BUFFER = 4096, 64
TILE = f"ST_TileEnvelope(:z, :x, :y, margin => {BUFFER / EXTENT})"
PATIENCE = text("SELECT set_config('statement_timeout', '5s', true)")
EXTENT_OF = text("""
    SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e)
    FROM (SELECT ST_Extent(geom) AS e FROM area_shape WHERE is_leaf AND from_edition <= :edition
          AND (to_edition IS NULL OR to_edition > :edition)) AS found
""")


def tile_sql(layer: Layer) -> TextClause:
    """Write the statement that cuts one tile out of a layer; every name is from our own files."""
    columns = "".join(f', f."{name}"' for name in layer.columns())
    order = "cut.id, cut.part" if "part" in layer.fields else "cut.id"
    return text(f"""
        SELECT ST_AsMVT(cut, '{layer.id}', {EXTENT}, 'geom', 'id' ORDER BY {order})
        FROM (
          SELECT f.id, ST_AsMVTGeom(ST_Transform(f.geom, 3857), ST_TileEnvelope(:z, :x, :y),
                                    {EXTENT}, {BUFFER}, true) AS geom{columns}
          FROM map.{layer.source}({TILE}, :z, CAST(:filter AS jsonb)) f
        ) AS cut
        WHERE cut.geom IS NOT NULL
    """)  # noqa: S608 - identifiers of our own layer files  # nosec B608


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


def keep(tx: Session, edition_id: int, tiles: Sequence[tuple[Tile, bytes]]) -> None:
    """Store the boundary tiles of an edition."""
    rows = [
        {"edition_id": edition_id, "z": t.z, "x": t.x, "y": t.y, "mvt": mvt} for t, mvt in tiles
    ]
    tx.execute(insert(GridTile), rows)


def has_tiles(tx: Session, edition_id: int) -> bool:
    """Tell whether an edition's tiles were cut already."""
    found = select(GridTile.edition_id).filter_by(edition_id=edition_id).limit(1)
    return tx.scalar(found) is not None


def box_of(tx: Session, edition_id: int) -> Box | None:
    """Return the box of an edition's areas, or None when it has none."""
    west, south, east, north = tx.execute(EXTENT_OF, {"edition": edition_id}).one()
    return None if west is None else Box(west, south, east, north)
