"""One open stream, and the events that wait for it."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Final

ROOM: Final = 64
"""Events that wait for a slow client; more are replaced by one `again`."""


@dataclass(eq=False)
class Client:
    """An open stream: the token that opened it, and what waits to be sent; None ends it."""

    token: str = ""
    """Nothing for a stream of the public."""
    mail: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(ROOM))

    def put(self, event: bytes, instead: bytes) -> None:
        """Let an event wait; where there is no room for it, `instead` stands for all."""
        if not self.mail.full():
            self.mail.put_nowait(event)
            return
        self._empty()
        self.mail.put_nowait(instead)

    def end(self) -> None:
        """End the stream after what it holds of others' cases is thrown away."""
        self._empty()
        self.mail.put_nowait(event_of("bye"))
        self.mail.put_nowait(None)

    def _empty(self) -> None:
        while not self.mail.empty():
            self.mail.get_nowait()


def event_of(kind: str, said: object = "", name: str = "") -> bytes:
    """Write one server-sent event."""
    known = f"id: {name}\n" if name else ""
    return f"{known}event: {kind}\ndata: {json.dumps(said, ensure_ascii=False)}\n\n".encode()
