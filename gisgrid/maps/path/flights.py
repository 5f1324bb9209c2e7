"""One piece of work for all who want the same at the same time."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Flights(Generic[Thing]):
    """Work under way, by what it is for; used by one event loop."""

    def __init__(self) -> None:
        self._under_way: dict[Hashable, asyncio.Task[Thing]] = {}

    async def once(self, key: Hashable, work: Callable[[], Awaitable[Thing]]) -> Thing:
        """Return what the work gives; who comes while it is under way shares it.

        It goes on when one of those who wait for it hangs up.
        """
        task = self._under_way.get(key)
        if task is None:
            task = asyncio.create_task(self._work(key, work))
            self._under_way[key] = task
        return await asyncio.shield(task)

    async def _work(self, key: Hashable, work: Callable[[], Awaitable[Thing]]) -> Thing:
        try:
            return await work()
        finally:
            del self._under_way[key]
