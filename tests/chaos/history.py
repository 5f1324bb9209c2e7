"""What the clients remember: what they asked, what they were told, and what stands in between."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Reported:
    """One report of a client: its key, and the number that it was told."""

    key: str
    text: str
    number: str | None = None
    tries: int = 0


@dataclass(frozen=True)
class Stepped:
    """One step that a client was told is taken."""

    number: str
    seq: int
    action: str


@dataclass
class History:
    """What all clients remember, and how many of them wait for an answer right now."""

    reports: list[Reported] = field(default_factory=list)
    steps: list[Stepped] = field(default_factory=list)
    broken_off: int = 0
    refused: int = 0
    asked_again: int = 0
    wrong: list[str] = field(default_factory=list)
    in_flight: int = 0
    over: threading.Event = field(default_factory=threading.Event)
    """Set when nobody needs to try any longer."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, key: str) -> Reported:
        """Remember a report before it is sent."""
        mine = Reported(key, f"路灯不亮（{key}）")
        self.reports.append(mine)
        return mine

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Count somebody as waiting for an answer within the block."""
        with self._lock:
            self.in_flight += 1
        try:
            yield
        finally:
            with self._lock:
                self.in_flight -= 1

    @property
    def acknowledged(self) -> list[Reported]:
        """Return the reports whose number a client was told."""
        return [one for one in self.reports if one.number is not None]
