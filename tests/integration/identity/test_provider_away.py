"""A single sign-on that hangs keeps nobody waiting but those who ask for it, and those briefly."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import httpx
import pytest
from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from sqlalchemy.orm import Session, sessionmaker

from gisgrid.identity import provider
from gisgrid.kernel.settings import Settings
from gisgrid.web import create_app
from tests.loops import alone
from tests.oidc_provider import CLIENT, SECRET

AWAY = "/?sso=ProviderAway"
HERE = "https://grid.example"


class Hanging:
    """A provider that takes every connection and never says a word."""

    def __init__(self) -> None:
        self._ear = socket.create_server(("127.0.0.1", 0))
        self._ear.setblocking(False)
        self._held: list[socket.socket] = []
        self.issuer = f"http://127.0.0.1:{self._ear.getsockname()[1]}"

    async def asked(self) -> None:
        """Wait until somebody asks."""
        held, _ = await asyncio.get_running_loop().sock_accept(self._ear)
        self._held.append(held)

    def asked_again(self) -> bool:
        """Tell whether somebody asks right now."""
        try:
            self._held.append(self._ear.accept()[0])
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        for one in (*self._held, self._ear):
            one.close()


@pytest.fixture
def hanging() -> Iterator[Hanging]:
    found = Hanging()
    yield found
    found.close()


@asynccontextmanager
async def browser(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=HERE, timeout=None) as client:
        yield client


@pytest.fixture
def app(hanging: Hanging, sessions: sessionmaker[Session]) -> FastAPI:
    chosen = Settings(
        demo=False, secret="of the tests", oidc_issuer=hanging.issuer,
        oidc_client_id=CLIENT, oidc_client_secret=SECRET,
    )  # fmt: skip
    return create_app(sessions, chosen)


def test_while_it_hangs_everybody_else_is_served(
    app: FastAPI, hanging: Hanging, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider, "PATIENCE_S", 1.0)

    async def morning() -> tuple[list[httpx.Response], bool]:
        current_default_thread_limiter().total_tokens = 2
        async with browser(app) as client:
            asking = [asyncio.create_task(client.get("/api/sign-in/sso")) for _ in range(8)]
            await hanging.asked()
            ways = await client.get("/api/sign-in/ways")
            assert ways.json()["sso"]
            served_meanwhile = not any(one.done() for one in asking)
            return await asyncio.gather(*asking), served_meanwhile

    answers, served_meanwhile = alone(morning())
    assert served_meanwhile
    assert [one.headers["location"] for one in answers] == [AWAY] * 8


@pytest.mark.parametrize(("remembered_s", "again"), [(600.0, False), (0.0, True)])
def test_what_was_away_is_not_asked_again_until_it_may_be_back(
    app: FastAPI,
    hanging: Hanging,
    monkeypatch: pytest.MonkeyPatch,
    remembered_s: float,
    again: bool,
) -> None:
    monkeypatch.setattr(provider, "PATIENCE_S", 0.2)
    monkeypatch.setattr(provider, "AWAY_S", remembered_s)

    async def leave() -> str:
        async with browser(app) as client:
            return (await client.get("/api/sign-in/sso")).headers["location"]

    assert alone(leave()) == AWAY
    assert hanging.asked_again()
    assert alone(leave()) == AWAY
    assert hanging.asked_again() is again
