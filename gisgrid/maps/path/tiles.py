"""Tiles of one web process: what is kept of them, and what is cut when it is missing."""

from collections.abc import Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from sqlalchemy.orm import Session, sessionmaker
from starlette.requests import Request
from typing_extensions import TypeVarTuple, Unpack

from gisgrid import identity
from gisgrid.kernel import clock
from gisgrid.kernel.db import seat
from gisgrid.kernel.settings import Settings
from gisgrid.maps import queries, service
from gisgrid.maps.catalogue import catalogue
from gisgrid.maps.path.asking import Asking, Now
from gisgrid.maps.path.flights import Flights
from gisgrid.maps.path.kept import Kept
from gisgrid.maps.path.packed import FOR_EVER, LIVE, Packed, packed, squeezed
from gisgrid.maps.path.snapshots import WIDTH, Snapshots
from gisgrid.maps.rules import Tile, digest_of

Thing = TypeVar("Thing")
Args = TypeVarTuple("Args")
MIB = 1 << 20
READERS_BYTES = MIB


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

    def __init__(
        self, snapshots: Snapshots, sessions: sessionmaker[Session], chosen: Settings
    ) -> None:
        self._snapshots, self._sessions, self._is_demo = snapshots, sessions, chosen.demo
        self._limiter = CapacityLimiter(WIDTH)
        self._asking = Asking(snapshots)
        self._readers: Kept[service.Reader] = Kept(READERS_BYTES)
        self._baking: Flights[Packed | None] = Flights()
        self._cutting: Flights[Packed] = Flights()
        self.kept: Kept[Packed] = Kept(chosen.tile_cache_mib * MIB)

    async def baked(self, edition_id: int, tile: Tile) -> Packed | None:
        """Return a boundary tile, which never changes; None where it is not cut yet."""
        work = partial(self._in_thread, self._baked_now, edition_id, tile)
        return await self._baking.once((edition_id, tile), work)

    def _baked_now(self, edition_id: int, tile: Tile) -> Packed | None:
        with self._snapshots.one() as connection:
            content = queries.baked_now(connection, edition_id, tile)
        return packed(content, FOR_EVER) if content is not None else None

    async def wanted(
        self, request: Request, layer: str, tile: Tile, token: str | None
    ) -> Wanted | None:
        """Return what a live tile is kept by; None where the long way must answer."""
        found = catalogue().get(layer)
        if found is None or found.bundle or not found.reads or not tile.exists():
            return None
        now = await self._asking.ask(token)
        who = await self._reader(request, now, token)
        if (
            who is None
            or now.edition is None
            or layer in now.off
            or not service.shown_to(found, who)
        ):
            return None
        told = service.told_of(found, who, now.edition, clock.now())
        return Wanted(layer, now.base, now.version(found.reads), told, tile)

    async def live(self, wanted: Wanted) -> Packed:
        """Return a live tile from memory, or cut it."""
        found = self.kept.get(wanted)
        return found or await self._cutting.once(wanted, partial(self._cut, wanted))

    async def _cut(self, wanted: Wanted) -> Packed:
        seen, found = await self._in_thread(self._cut_now, wanted)
        self.kept.put(seen, found, len(found.body))
        return found

    def _cut_now(self, wanted: Wanted) -> tuple[Wanted, Packed]:
        """Cut a tile as it is now, and say which state that is: it may be a later one."""
        layer = catalogue()[wanted.layer]
        with self._snapshots.one() as connection:
            version, content = queries.cut_live(connection, layer, wanted.tile, wanted.told)
        seen = replace(wanted, version=version)
        content_name = digest_of(content)
        tag = f'"{seen.name}.{content_name}"'
        headers = [*LIVE, (b"etag", tag.encode())]
        return seen, packed(squeezed(content), headers, content_name)

    async def _reader(self, request: Request, now: Now, token: str | None) -> service.Reader | None:
        """Return what somebody may see; None where a session must be written to first."""
        glance = now.glances.get(token or "")
        if glance is None:
            return service.PUBLIC
        if glance.is_due:
            return None
        key = glance.person_id, glance.posts, now.people
        found = self._readers.get(key)
        if found is None:
            async with asynccontextmanager(seat)(request):
                found = await to_thread.run_sync(self._read_reader, glance.person_id)
            self._readers.put(key, found)
        held_up = not self._is_demo and glance.is_held_up(found.roles)
        return service.PUBLIC if held_up else found

    async def _in_thread(self, work: Callable[[Unpack[Args]], Thing], *args: *Args) -> Thing:
        return await to_thread.run_sync(work, *args, limiter=self._limiter)

    def _read_reader(self, person_id: int) -> service.Reader:
        with self._sessions() as tx:
            return service.reader(tx, identity.actor_of(tx, person_id, clock.now()))
