"""The book in force, asked for once by everybody who comes while the question before is under way.

A look-up costs less than the question which edition holds now. Nobody is answered by a question
that was sent before they came, so a published edition is seen at once, as by a transaction.
"""

import asyncio
from dataclasses import dataclass, field

from anyio import to_thread
from sqlalchemy.orm import Session, sessionmaker

from gisgrid.grid.book import GridBook
from gisgrid.grid.service.books import book


@dataclass
class Asking:
    """The question of one web process; used by one event loop."""

    sessions: sessionmaker[Session]
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _next: asyncio.Task[GridBook] | None = None

    async def book(self) -> GridBook:
        """Return the book of the edition in force.

        Raises:
            NoEdition: no borders are in force.
        """
        if self._next is None:
            self._next = asyncio.create_task(self._asked())
        return await asyncio.shield(self._next)

    async def _asked(self) -> GridBook:
        async with self._turn:
            self._next = None  # whoever comes from now on asks again
            return await to_thread.run_sync(self._read)

    def _read(self) -> GridBook:
        with self.sessions() as tx:
            return book(tx)
