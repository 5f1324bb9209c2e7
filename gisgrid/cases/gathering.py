"""Gathers the reports that arrive while the ones before them are being written.

Nobody waits for company: a report that comes alone is taken in alone, at once. Under load the
next transaction takes in all that came meanwhile, and every one of them is answered after its
commit. When a transaction fails as a whole, each report is tried by itself.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from anyio import to_thread
from sqlalchemy.orm import Session, sessionmaker

from gisgrid.cases.rules import NewReport
from gisgrid.cases.service.receipts import Receipt
from gisgrid.cases.service.together import Outcome, submit_together

MOST = 64


@dataclass(frozen=True, slots=True)
class Waiting:
    """A report, and whoever waits for its answer."""

    new: NewReport
    answer: asyncio.Future[Receipt]


@dataclass
class Gathering:
    """The reports of one web process that wait to be written; used by one event loop."""

    sessions: sessionmaker[Session]
    _queue: deque[Waiting] = field(default_factory=deque)
    _task: asyncio.Task[None] | None = None

    async def submit(self, new: NewReport) -> Receipt:
        """Take an unsigned person's report in, and return its answer after the commit.

        Raises:
            Problem: this report was refused.
        """
        waiting = Waiting(new, asyncio.get_running_loop().create_future())
        self._queue.append(waiting)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())
        return await waiting.answer

    async def _work(self) -> None:
        """Write what waits until nothing does."""
        while self._queue:
            batch = self._next()
            if not await self._is_answered(batch):
                for one in batch:
                    await self._is_answered([one])

    def _next(self) -> list[Waiting]:
        """Return what is written next; the second report of one key waits for the first."""
        batch, keys = list[Waiting](), set[str]()
        while self._queue and len(batch) < MOST:
            key = self._queue[0].new.idempotency_key
            if key is not None and key in keys:
                break
            keys.update([] if key is None else [key])
            batch.append(self._queue.popleft())
        return batch

    async def _is_answered(self, batch: Sequence[Waiting]) -> bool:
        """Write a batch and answer everybody; tell whether that was possible.

        A report that fails alone is answered with its failure, whatever that is.
        """
        reports = [one.new for one in batch]
        task = asyncio.ensure_future(to_thread.run_sync(self._taken_in, reports))
        await asyncio.wait([task])
        failure = task.exception()
        if failure is not None and len(batch) > 1:
            return False
        for at, one in enumerate(batch):
            if not one.answer.done():
                _answer(one, failure or task.result()[at])
        return True

    def _taken_in(self, reports: list[NewReport]) -> list[Outcome]:
        with self.sessions.begin() as tx:
            return submit_together(tx, reports)


def _answer(one: Waiting, outcome: Receipt | BaseException) -> None:
    if isinstance(outcome, BaseException):
        one.answer.set_exception(outcome)
    else:
        one.answer.set_result(outcome)
