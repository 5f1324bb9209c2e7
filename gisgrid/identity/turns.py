"""Whose turn it is to have a password checked: argon2 takes a core and 64 MiB each time."""

from asyncio import Semaphore
from collections.abc import AsyncIterator

from fastapi import Request

from gisgrid.kernel.errors import Unavailable

WAITING = 200


class Turns:
    """A few at a time, a queue of bounded length behind them; it lives in one event loop."""

    def __init__(self, at_once: int) -> None:
        self._seats = Semaphore(at_once)
        self._waiting = 0

    async def take(self) -> None:
        """Wait for a turn.

        Raises:
            Unavailable: too many wait already.
        """
        if self._waiting >= WAITING:
            raise Unavailable("此刻登录的人太多，请稍后再试。")
        self._waiting += 1
        try:
            await self._seats.acquire()
        finally:
            self._waiting -= 1

    def give_back(self) -> None:
        """Let the next one in."""
        self._seats.release()


async def turn(request: Request) -> AsyncIterator[None]:
    """Hold a turn while a password is checked.

    It is taken before the request's connection, so that whoever waits keeps nobody else out.
    """
    state = request.app.state
    if not hasattr(state, "turns"):
        state.turns = Turns(state.settings.sign_ins_at_once)
    turns: Turns = state.turns
    await turns.take()
    try:
        yield
    finally:
        turns.give_back()
