"""Tiles of one web process: what is kept of them, and what is cut when it is missing."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from starlette.requests import Request

from gisgrid.kernel import clock
from gisgrid.kernel.errors import NotFound
from gisgrid.kernel.settings import Settings
from gisgrid.maps import queries, service
from gisgrid.maps.catalogue import catalogue
from gisgrid.maps.path.callers import Caller
from gisgrid.maps.path.desk import Desk
from gisgrid.maps.path.flights import Flights
from gisgrid.maps.path.kept import Kept
from gisgrid.maps.path.packed import FOR_EVER, LIVE, Packed, packed, squeezed
from gisgrid.maps.rules import Tile, digest_of

MIB: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """A tile of a layer for one reader, in the state that holds now: the key it is kept by."""

    layer: str
    base: int
    version: int
    told: str
    tile: Tile

    @property
    def name(self) -> str:
        """Return what it is known by before it is made: the state it is made from."""
        return digest_of(repr(self).encode())


class Tiles:
    """The tiles of one web process; used by one event loop."""

    def __init__(self, desk: Desk, chosen: Settings) -> None:
        self._desk, self._snapshots = desk, desk.snapshots
        self._baking: Flights[Packed | None] = Flights()
        self._cutting: Flights[Packed] = Flights()
        self.kept: Kept[Packed] = Kept(chosen.tile_cache_mib * MIB)

    async def baked(self, edition_id: int, tile: Tile) -> Packed | None:
        """Return a boundary tile, which never changes; None where it is not cut yet."""
        work = partial(self._desk.work, self._baked_now, edition_id, tile)
        return await self._baking.once((edition_id, tile), work)

    def _baked_now(self, edition_id: int, tile: Tile) -> Packed | None:
        with self._snapshots.one() as connection:
            content = queries.baked_now(connection, edition_id, tile)
        return packed(content, FOR_EVER) if content is not None else None

    async def wanted(
        self, request: Request, layer: str, tile: Tile, caller: Caller
    ) -> Wanted | None:
        """Return what a live tile is kept by; None where the long way must answer."""
        found = catalogue().get(layer)
        if found is None or found.bundle or not found.reads or not tile.exists():
            return None
        looks = await self._desk.looks(request, found, caller)
        if looks is None:
            return None
        now, edition, who = looks
        told = service.told_of(found, who, edition, clock.now())
        return Wanted(layer, now.base, now.version(queries.counted(found)), told, tile)

    async def live(self, wanted: Wanted) -> Packed:
        """Return a live tile from memory, or cut it."""
        found = self.kept.get(wanted)
        return found or await self._cutting.once(wanted, partial(self._cut, wanted))

    async def _cut(self, wanted: Wanted) -> Packed:
        seen, found = await self._desk.work(self._cut_now, wanted)
        self.kept.put(seen, found, len(found.body))
        return found

    def _cut_now(self, wanted: Wanted) -> tuple[Wanted, Packed]:
        """Cut a tile as it is now, and say which state that is: it may be a later one."""
        layer = catalogue().get(wanted.layer)
        if layer is None:
            raise NotFound(f"the layer {wanted.layer} was taken away")
        with self._snapshots.one() as connection:
            version, content = queries.cut_live(connection, layer, wanted.tile, wanted.told)
        seen = replace(wanted, version=version)
        content_name = digest_of(content)
        tag = f'"{seen.name}.{content_name}"'
        headers = [*LIVE, (b"etag", tag.encode())]
        return seen, packed(squeezed(content), headers, content_name)
