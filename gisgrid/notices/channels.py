"""Ways out of the building: where a notice goes besides the inbox.

A channel that sends text messages or calls an app is one class with `send`; the ones here write
to the log or to a file.
"""

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

log = logging.getLogger("gisgrid.notices")


@dataclass(frozen=True)
class Told:
    """A notice as a channel sends it; `id` lets the receiver drop a repetition."""

    id: int
    kind: str
    zh: str
    en: str
    to_person_id: int | None
    to_station_id: int | None


class Channel(Protocol):
    """A way by which notices leave."""

    def send(self, told: Told) -> None:
        """Send one notice, possibly for the second time."""
        ...


@dataclass(frozen=True)
class Console:
    """Write notices to the log."""

    def send(self, told: Told) -> None:
        """Write one line."""
        log.info("%s (%s)", told.zh, told.id)


@dataclass(frozen=True)
class File:
    """Append notices to a file of JSON lines."""

    path: Path

    def send(self, told: Told) -> None:
        """Append one line."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(told), ensure_ascii=False) + "\n")
