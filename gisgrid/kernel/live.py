"""What has just been committed, heard by every web process over PostgreSQL's NOTIFY.

Triggers (`migrations/sql/live.sql`) tell it from within the transaction that makes it true, as
kinds and ids, no words: `case:12,13`. One connection listens for a whole process; what comes
close together is heard together. Who may learn of it is decided by whoever passes it on.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from typing import Final

import psycopg
from psycopg import AsyncConnection, Notify
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.kernel.jobs import psycopg_address

log = logging.getLogger("gisgrid.live")
CHANNEL: Final = "live"
EDITIONS: Final = "edition"
GATHER_S: Final = 0.15
"""What is committed within this time after something else is told together with it."""
QUIET_S: Final = 15.0
"""After so long without anything the connection is tried, and sessions are looked at."""
AGAIN_S: Final = 2.0
TELL: Final = text("SELECT pg_notify('live', :said)")


@dataclass(slots=True)
class Heard:
    """What was committed since the last time."""

    lost: bool = False
    """Nobody listened for a while: anything may have changed."""
    cases: set[int] = field(default_factory=set)
    orders: set[int] = field(default_factory=set)
    """Cases of which an order has changed."""
    tables: set[str] = field(default_factory=set)
    persons: set[int] = field(default_factory=set)
    stations: set[int] = field(default_factory=set)
    edition: int | None = None
    here: list[tuple[int, int, int]] = field(default_factory=list)
    """Who looks at a case: the case, the person, and for how many seconds it holds."""

    def add(self, channel: str, said: str) -> None:
        """Take in one notification; one that is not understood is somebody else's."""
        if channel == EDITIONS:
            self.edition = int(said)
            return
        kind, _, what = said.partition(":")
        if kind == "table":
            self.tables.add(what)
        elif kind == "here":
            case, person, seconds = (int(one) for one in what.split(","))
            self.here.append((case, person, seconds))
        elif kind in KINDS:
            getattr(self, KINDS[kind]).update(int(one) for one in what.split(","))


KINDS: Final = {"case": "cases", "order": "orders", "person": "persons", "station": "stations"}


def heard(notes: Iterable[Notify]) -> Heard:
    """Return some notifications as one."""
    found = Heard()
    for note in notes:
        found.add(note.channel, note.payload)
    return found


async def hear(url: str) -> AsyncIterator[Heard]:
    """Yield what is committed, for ever; nothing at least every QUIET_S.

    The first, and the first after the database was lost, says that something may be missed.
    """
    while True:
        try:
            async for found in _heard_on(url):
                yield found
        except (OSError, psycopg.Error) as lost:
            log.warning("live: the database is lost, trying again: %s", type(lost).__name__)
            await asyncio.sleep(AGAIN_S)


async def _heard_on(url: str) -> AsyncIterator[Heard]:
    address = psycopg_address(url)
    async with await AsyncConnection.connect(address, autocommit=True) as connection:
        await connection.execute("LISTEN live")
        await connection.execute("LISTEN edition")
        yield Heard(lost=True)
        while True:
            yield await _next(connection)


async def _next(connection: AsyncConnection) -> Heard:
    """Return what comes next, with what comes right after it; nothing when all is quiet."""
    notes = [one async for one in connection.notifies(timeout=QUIET_S, stop_after=1)]
    if notes:
        notes += [one async for one in connection.notifies(timeout=GATHER_S)]
    else:
        await connection.execute("SELECT 1")
    return heard(notes)


def tell_presence(tx: Session, case_id: int, person_id: int, seconds: int) -> None:
    """Tell every process that somebody looks at a case for so long; 0: no more."""
    tx.execute(TELL, {"said": f"here:{case_id},{person_id},{seconds}"})
