"""What every short way of the map service asks and uses: how things stand, who looks, a thread."""

from collections.abc import Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from sqlalchemy.orm import Session, sessionmaker
from starlette.requests import Request
from typing_extensions import TypeVarTuple, Unpack

from gisgrid import identity
from gisgrid.kernel import clock
from gisgrid.kernel.db import seat
from gisgrid.kernel.settings import Settings
from gisgrid.maps import service
from gisgrid.maps.catalogue import Layer
from gisgrid.maps.path.asking import Asking, Now
from gisgrid.maps.path.callers import Caller
from gisgrid.maps.path.kept import Kept
from gisgrid.maps.path.snapshots import WIDTH, Snapshots

Thing = TypeVar("Thing")
Args = TypeVarTuple("Args")
READERS_BYTES = 1 << 20
Looks = tuple[Now, int, service.Reader]
"""How things stand, the edition that holds, and who looks."""


class Desk:
    """The desk of one web process; used by one event loop."""

    def __init__(
        self, snapshots: Snapshots, sessions: sessionmaker[Session], chosen: Settings
    ) -> None:
        self.snapshots = snapshots
        self._sessions, self._is_demo = sessions, chosen.demo
        self._limiter = CapacityLimiter(WIDTH)
        self._asking = Asking(snapshots)
        self._readers: Kept[service.Reader] = Kept(READERS_BYTES)

    async def looks(self, request: Request, layer: Layer, caller: Caller) -> Looks | None:
        """Return how things stand and who looks at a layer; None where the long way must answer."""
        now = await self._asking.ask(caller)
        who = await self._reader(request, now, caller)
        if who is None or now.edition is None or layer.id in now.off:
            return None
        return (now, now.edition, who) if service.shown_to(layer, who) else None

    async def work(self, work: Callable[[Unpack[Args]], Thing], *args: *Args) -> Thing:
        """Do some work in a thread that may have a connection."""
        return await to_thread.run_sync(work, *args, limiter=self._limiter)

    async def _reader(self, request: Request, now: Now, caller: Caller) -> service.Reader | None:
        """Return what somebody may see; None where their key is refused or its use noted."""
        glance = now.glances.get(caller)
        if glance is None:
            return None if caller.has_key else service.PUBLIC
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

    def _read_reader(self, person_id: int) -> service.Reader:
        with self._sessions() as tx:
            return service.reader(tx, identity.actor_of(tx, person_id, clock.now()))
