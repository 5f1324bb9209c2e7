"""One client's stream, as server-sent events."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from gisgrid.maps.live.clients import Client, event_of
from gisgrid.maps.live.hub import Live

BEAT_S: Final = 15.0
"""A stream that was silent for longer than this and a little more is broken."""


async def stream(live: Live, client: Client) -> AsyncIterator[bytes]:
    """Yield a client's events, and a beat whenever there are none; ends when their session does."""
    try:
        while (event := await _next(client)) is not None:
            yield event
    finally:
        live.leave(client)


async def _next(client: Client) -> bytes | None:
    try:
        return await asyncio.wait_for(client.mail.get(), BEAT_S)
    except TimeoutError:
        return event_of("beat")
