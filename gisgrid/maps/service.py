"""What the map service does: cut a tile, bake an edition's borders, describe the map."""

import gzip
import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from gisgrid import assets, cases, grid, patrols
from gisgrid.identity import Actor
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Forbidden, NotFound
from gisgrid.kernel.rows import see_as
from gisgrid.maps import queries
from gisgrid.maps.archive import about_layers, packed_file
from gisgrid.maps.catalogue import HELD, Layer, catalogue
from gisgrid.maps.rules import Box, Tile, digest_of, tiles_of

FEW = 3
BAKED_ZOOMS = range(8, 17)


@dataclass(frozen=True)
class Reader:
    """Who looks at the map: his roles, and the cases, assets and officers he may see."""

    roles: frozenset[str]
    cases: cases.Reach
    assets: assets.AssetSight
    officers: patrols.OfficerSight


PUBLIC = Reader(
    frozenset(), cases.Reach(everything=True), assets.AssetSight(), patrols.OfficerSight()
)
"""Nobody signed in: shown no layer but the public ones, where few cases are not counted."""


def reader(tx: Session, actor: Actor | None) -> Reader:
    """Tell what somebody may see on the map; nobody signed in sees what is public."""
    if actor is None:
        return PUBLIC
    sights = assets.sight(tx, actor), patrols.sight(tx, actor)
    return Reader(actor.roles, cases.reach(tx, actor), *sights)


def shown_to(layer: Layer, who: Reader) -> bool:
    """Tell whether somebody may see a layer at all."""
    signed = bool(who.roles) and "signed" in layer.audience.roles
    return layer.audience.public or signed or bool(who.roles & set(layer.audience.roles))


def layers_for(who: Reader) -> list[Layer]:
    """List the layers that somebody may see, in drawing order."""
    return [layer for layer in catalogue().values() if shown_to(layer, who)]


def keep_up(tx: Session) -> None:
    """Take up what `gisgrid layers install` has installed since."""
    HELD.keep_up(queries.installs(tx))


def live_tile(tx: Session, layer_id: str, tile: Tile, who: Reader) -> bytes:
    """Cut a tile of a layer as it is now, for this reader."""
    layer = catalogue().get(layer_id)
    if layer is None or layer.bundle:
        raise NotFound(f"there is no layer {layer_id}; /api/layers lists them")
    if queries.is_off(tx, layer_id):
        raise NotFound(f"the layer {layer_id} is switched off here")
    if not shown_to(layer, who):
        raise Forbidden(f"the layer {layer_id} is for {', '.join(layer.audience.roles)}")
    return tile_of(tx, layer, tile, who)


def tile_of(tx: Session, layer: Layer, tile: Tile, who: Reader) -> bytes:
    """Cut a tile of a layer that the reader may see."""
    must_exist(tile)
    queries.hurry(tx)
    return queries.cut(tx, layer, tile, wanted(tx, layer, who))


def wanted(tx: Session, layer: Layer, who: Reader) -> str:
    """Write what a layer's function may show now.

    The public's counts are of all cases, so the database lets those who see them see that far.
    """
    if layer.scoped == "cases" and who == PUBLIC:
        see_as(tx, who.cases.told())
    return told_of(layer, who, grid.current_edition(tx).id, clock.now())


def told_of(layer: Layer, who: Reader, edition: int, at: datetime) -> str:
    """Write what a layer's function may show: edition, the minute, the reader's part of the grid.

    The minute only where tiles change with the time: for every other layer the same reader is
    told the same until something is written.
    """
    told: dict[str, object] = {"edition": edition}
    if layer.timed:
        told["at"] = at.replace(second=0, microsecond=0).isoformat()
    if layer.scoped == "cases":
        told |= who.cases.told() if who.roles else {**who.cases.told(), "few": FEW}
    elif layer.scoped == "assets":
        told |= who.assets.told()
    elif layer.scoped == "officers":
        told |= who.officers.told()
    return json.dumps(told)


def must_exist(tile: Tile) -> None:
    """Refuse a tile that is not one."""
    if not tile.exists():
        raise NotFound(f"there is no tile {tile.z}/{tile.x}/{tile.y}")


def boundary_tile(tx: Session, edition_id: int, tile: Tile) -> bytes:
    """Return the tile of all levels of one edition, compressed; it never changes."""
    must_exist(tile)
    must_be_published(tx, edition_id)
    found = queries.baked(tx, edition_id, tile)
    return _cut(tx, edition_id, tile) if found is None else found


def must_be_published(tx: Session, edition_id: int) -> None:
    """Refuse an edition whose borders may still change."""
    if not queries.is_published(tx, edition_id):
        raise NotFound(
            f"没有已发布的网格版本 {edition_id} · no edition {edition_id} was published."
        )


def boundaries_file(tx: Session, edition_id: int) -> tuple[int, str]:
    """Return the size in bytes and the digest of a published edition's file of boundary tiles.

    It is written when the edition is baked; who comes before that waits for it.
    """
    must_be_published(tx, edition_id)
    found = queries.archive(tx, edition_id)
    if found is None:
        bake(tx, edition_id)
        found = queries.archive(tx, edition_id)
    if found is None:
        raise NotFound(f"网格版本 {edition_id} 没有网格单元 · this edition has no areas.")
    return found


def box_of_edition(tx: Session, edition_id: int) -> Box | None:
    """Return the box of an edition's areas; None for an edition without any."""
    return queries.box_of(tx, edition_id)


def bake(tx: Session, edition_id: int) -> int:
    """Cut every boundary tile of a published edition and write them into its file, once.

    Returns the number of tiles cut. Finer tiles than these are cut when they are asked for.
    """
    box = queries.box_of(tx, edition_id)
    if box is None or queries.archive(tx, edition_id):
        return 0
    missing = not queries.has_tiles(tx, edition_id)
    wanted = tiles_of(box, BAKED_ZOOMS) if missing else ()
    tiles = [(tile, _cut(tx, edition_id, tile)) for tile in wanted]
    if tiles:
        queries.keep(tx, edition_id, tiles)
    about = about_layers(boundary_layers(), grid.edition_numbered(tx, edition_id).name)
    kept = queries.tiles_kept(tx, edition_id)
    content = packed_file(kept, box, about, BAKED_ZOOMS.stop - 1)
    queries.keep_archive(tx, edition_id, digest_of(content), content)
    return len(tiles)


def boundary_layers() -> list[Layer]:
    """List the layers that come together in the tiles of an edition."""
    return [layer for layer in catalogue().values() if layer.bundle == "grid"]


def _cut(tx: Session, edition_id: int, tile: Tile) -> bytes:
    """Cut all boundary layers into one tile; layers of a tile are simply joined."""
    chosen = json.dumps({"edition": edition_id})
    cut = (queries.cut(tx, one, tile, chosen) for one in boundary_layers())
    return gzip.compress(b"".join(cut), 6, mtime=0)
