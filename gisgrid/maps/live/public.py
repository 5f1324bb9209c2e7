"""The open maps of the public: told of a new edition and of layers for everybody, nothing else.

Nothing in it is anybody's own, so nobody is looked up. Where there are as many streams as a process
may hold, further maps ask every 20 s, as all did before.
"""

import asyncio
from typing import Final

from gisgrid.kernel.live import Heard
from gisgrid.maps.catalogue import catalogue
from gisgrid.maps.live.clients import Client, event_of

APART_S: Final = 10.0
"""Layers are told of at once, but not more often than this: a busy day makes many maps draw."""


class PublicLive:
    """The public's streams of one web process; used by one event loop."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._clients: set[Client] = set()
        self._layers: set[str] = set()
        self._pause: asyncio.TimerHandle | None = None

    def join(self) -> Client | None:
        """Open a mailbox; None where there are as many as may be."""
        if len(self._clients) >= self._most:
            return None
        client = Client()
        client.put(event_of("hello"), b"")
        self._clients.add(client)
        return client

    def leave(self, client: Client) -> None:
        """Forget a client."""
        self._clients.discard(client)

    def tell(self, heard: Heard) -> None:
        """Pass on what was heard: an edition at once, layers at once or when it is time again."""
        if heard.lost:
            self._put(event_of("again"))
        if heard.edition is not None:
            self._put(event_of("change", {"edition": heard.edition, "layers": []}))
        self._layers |= {
            one.id
            for one in catalogue().values()
            if one.audience.public and heard.tables.intersection(one.reads)
        }
        if self._pause is None:
            self._draw()

    def close(self) -> None:
        """End every stream."""
        for client in self._clients:
            client.end()
        if self._pause is not None:
            self._pause.cancel()

    def _draw(self) -> None:
        self._pause = None
        if not self._layers:
            return
        self._put(event_of("change", {"edition": None, "layers": sorted(self._layers)}))
        self._layers = set()
        self._pause = asyncio.get_running_loop().call_later(APART_S, self._draw)

    def _put(self, event: bytes) -> None:
        for client in self._clients:
            client.put(event, event_of("again"))
