"""The clients of one web process, and the one listener that they share."""

import asyncio
import json
import logging
import secrets
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from anyio import CapacityLimiter, to_thread

from gisgrid.kernel.live import Heard, hear
from gisgrid.maps.live.looking import Looking, Presence, Told

log = logging.getLogger("gisgrid.live")
ROOM: Final = 64
"""Events that wait for a slow client; more are replaced by one `again`."""


@dataclass(eq=False)
class Client:
    """An open stream: the token that opened it, and what waits to be sent; None ends it."""

    token: str
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


class Live:
    """Passes on what is committed; used by one event loop, which is the listener's too."""

    def __init__(self, url: str, looking: Looking, seats: asyncio.Semaphore) -> None:
        self._url, self._looking, self._seats = url, looking, seats
        self._limiter = CapacityLimiter(1)
        self._clients: set[Client] = set()
        self._here: dict[int, dict[int, float]] = defaultdict(dict)
        self._boot, self._count = secrets.token_hex(6), 0
        self._task: asyncio.Task[None] | None = None

    @property
    def name(self) -> str:
        """Return the name of the last event: who has seen it has missed nothing."""
        return f"{self._boot}-{self._count}"

    def join(self, token: str, last_seen: str | None) -> Client:
        """Open a mailbox; who has missed something is told to ask again."""
        client = Client(token)
        if last_seen is not None and last_seen != self.name:
            client.put(self._again(), b"")
        client.put(event_of("hello", name=self.name), b"")
        self._clients.add(client)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._listen())
        return client

    def leave(self, client: Client) -> None:
        """Forget a client."""
        self._clients.discard(client)

    async def close(self) -> None:
        """Stop listening, and end every stream."""
        for client in self._clients:
            client.end()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _listen(self) -> None:
        async for heard in hear(self._url):
            present = list(self._present(heard))
            try:
                await self._deliver(heard, present)
            except Exception as wrong:  # noqa: BLE001 - whatever it was, the next must be heard
                log.warning("live: nobody could be told: %s", type(wrong).__name__)
                await self._tell_all(self._again())

    def _present(self, heard: Heard) -> Iterable[Presence]:
        """Take in who came and went, and yield the cases where that makes a difference."""
        now = time.monotonic()
        touched = {case for case, _, _ in heard.here}
        for case, person, seconds in heard.here:
            self._here[case][person] = now + seconds
        for case, people in list(self._here.items()):
            left = {person: until for person, until in people.items() if until > now}
            if left != people:
                touched.add(case)
            self._here[case] = left
        for case in sorted(touched):
            yield Presence(case, tuple(self._here[case]))
        self._here = defaultdict(dict, {c: p for c, p in self._here.items() if p})

    async def _deliver(self, heard: Heard, present: list[Presence]) -> None:
        clients = list(self._clients)
        if not clients:
            return
        tokens = {client.token for client in clients}
        async with self._seats:
            told = await to_thread.run_sync(
                self._looking.told, heard, present, tokens, limiter=self._limiter
            )
        self._count += 1
        for client in clients:
            if client.token not in told:
                client.end()
            elif heard.lost:
                client.put(self._again(), self._again())
            else:
                self._put(client, told[client.token])

    def _put(self, client: Client, told: Told) -> None:
        if change := told.change():
            client.put(event_of("change", change, self.name), self._again())
        if told.here:
            client.put(event_of("here", told.here), self._again())

    async def _tell_all(self, event: bytes) -> None:
        for client in self._clients:
            client.put(event, event)

    def _again(self) -> bytes:
        return event_of("again", name=self.name)
