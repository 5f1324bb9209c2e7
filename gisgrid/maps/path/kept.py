"""What is kept in memory, no more of it than was set: the least used goes first."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Final, Generic, TypeVar

Thing = TypeVar("Thing")
OVERHEAD: Final = 1000
"""Bytes that a small thing, its key and its headers take beside its content."""


class Kept(Generic[Thing]):
    """Things by their keys, bounded by the sum of their sizes; used by one event loop."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._things: OrderedDict[Hashable, tuple[Thing, int]] = OrderedDict()
        self.bytes = 0

    def get(self, key: Hashable) -> Thing | None:
        """Return what is kept under a key; it was used just now."""
        found = self._things.get(key)
        if found is None:
            return None
        self._things.move_to_end(key)
        return found[0]

    def put(self, key: Hashable, thing: Thing, content_bytes: int = 0) -> None:
        """Keep a thing; the least used make room for it. What is too large is not kept."""
        size = content_bytes + OVERHEAD
        _, before = self._things.pop(key, (None, 0))
        self.bytes -= before
        if size > self._most:
            return
        self._things[key] = (thing, size)
        self.bytes += size
        while self.bytes > self._most:
            _, (_, freed) = self._things.popitem(last=False)
            self.bytes -= freed
