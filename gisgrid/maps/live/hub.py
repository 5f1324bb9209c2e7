"""The clients of one web process, and the one listener that they share."""

import asyncio
import logging
import secrets
import time
from collections import defaultdict
from collections.abc import Iterable

from anyio import CapacityLimiter, to_thread

from gisgrid.kernel.live import Heard, hear
from gisgrid.maps.live.clients import Client, event_of
from gisgrid.maps.live.looking import Looking, Presence, Told
from gisgrid.maps.live.public import PublicLive

log = logging.getLogger("gisgrid.live")


class Live:
    """Passes on what is committed; used by one event loop, which is the listener's too."""

    def __init__(
        self, url: str, looking: Looking, seats: asyncio.Semaphore, public: PublicLive
    ) -> None:
        self._url, self._looking, self._seats = url, looking, seats
        self._public = public
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
        self._begin()
        return client

    def join_public(self) -> Client | None:
        """Open a mailbox of the public; None where there are as many as may be."""
        self._begin()
        return self._public.join()

    def leave(self, client: Client) -> None:
        """Forget a client."""
        self._clients.discard(client)
        self._public.leave(client)

    async def close(self) -> None:
        """Stop listening, and end every stream."""
        self._public.close()
        for client in self._clients:
            client.end()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _begin(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        async for heard in hear(self._url):
            self._public.tell(heard)
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
