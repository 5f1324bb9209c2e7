"""What every live tile asks first, asked once for all who come while the question before is out.

Nobody is answered by a question that was sent before they came: a commit is seen at once.
"""

import asyncio
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import psycopg
from anyio import CapacityLimiter, to_thread

from gisgrid import identity
from gisgrid.kernel import clock
from gisgrid.maps.catalogue import HELD
from gisgrid.maps.path.callers import Caller
from gisgrid.maps.path.snapshots import Snapshots
from gisgrid.maps.queries import INSTALLS

NOW = """
    SELECT (SELECT oid::bigint FROM pg_database WHERE datname = current_database()),
           (SELECT stamp::text FROM duty_stamp),
           (SELECT id FROM edition WHERE status <> 'draft' AND valid_from <= %s
            ORDER BY valid_from DESC LIMIT 1),
           (SELECT jsonb_object_agg(source, changes)
            FROM (SELECT source, sum(changes) AS changes FROM layer_change GROUP BY source) AS c),
           ARRAY (SELECT layer FROM layer_off)
"""


@dataclass(frozen=True, slots=True)
class Now:
    """How things stand: what was changed how often, which edition holds, who is who."""

    base: int
    """The database's number: a restored one counts its changes from where the backup was."""
    people: str
    """Changes with stations, people, posts, classes and areas: what a scope is made of."""
    edition: int | None
    changes: Mapping[str, int]
    off: frozenset[str]
    """Layers that the deployment does without."""
    glances: Mapping[Caller, identity.Glance]

    def version(self, sources: Collection[str]) -> int:
        """Return the version of some tables together: every commit to one of them changes it."""
        return sum(self.changes.get(one, 0) for one in sources)


class Asking:
    """The question of one web process; used by one event loop."""

    def __init__(self, snapshots: Snapshots) -> None:
        self._snapshots = snapshots
        self._turn = asyncio.Lock()
        self._limiter = CapacityLimiter(1)
        self._callers: set[Caller] = set()
        self._next: asyncio.Task[Now] | None = None

    async def ask(self, caller: Caller) -> Now:
        """Return how things stand, with who the caller is among those in it."""
        if self._next is None:
            self._next = asyncio.create_task(self._asked())
        if caller.words is not None:
            self._callers.add(caller)
        return await asyncio.shield(self._next)

    async def _asked(self) -> Now:
        async with self._turn:
            callers, self._callers, self._next = self._callers, set(), None
            return await to_thread.run_sync(self._read, callers, limiter=self._limiter)

    def _read(self, callers: Collection[Caller]) -> Now:
        at = clock.now()
        with self._snapshots.one() as connection:
            row = connection.execute(NOW, (at,)).fetchone()
            glances = dict(_glances(connection, callers, at))
        base, people, edition, changes, off = row or (0, None, None, None, ())
        now = Now(base, people or "", edition, changes or {}, frozenset(off), glances)
        HELD.keep_up(now.version([INSTALLS]))
        return now


def _glances(
    connection: psycopg.Connection, callers: Collection[Caller], at: datetime
) -> Iterator[tuple[Caller, identity.Glance]]:
    """Yield who each caller is; nothing for one whom nobody knows."""
    for has_key, look in ((False, identity.glance_at), (True, identity.glance_at_keys)):
        words = [one.words for one in callers if one.words and one.has_key is has_key]
        for one, glance in (look(connection, words, at) if words else {}).items():
            yield Caller(one, has_key), glance
