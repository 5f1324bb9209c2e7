"""A body that is too long or too slow is refused, whether or not its header says so."""

import asyncio
import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session, sessionmaker
from starlette.types import Message

from gisgrid.edge.bodies import FILES, SHEETS, Bodies
from gisgrid.kernel.settings import Settings
from gisgrid.web import create_app
from tests.loops import alone


@pytest.fixture
def narrow(sessions: sessionmaker[Session]) -> TestClient:
    return TestClient(create_app(sessions, Settings(demo=True, body_kib=4, upload_kib=8)))


def test_a_long_body_is_413_before_it_is_read(narrow: TestClient) -> None:
    answer = narrow.post("/api/reports", json={"text": "路灯不亮" * 1000})
    assert answer.status_code == 413
    assert answer.json() | {"detail": ""} == {
        "type": "TooLong",
        "title": "What was sent is too long",
        "status": 413,
        "longest": 4096,
        "detail": "",
    }
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_long_body_that_does_not_say_its_length_is_413_too(narrow: TestClient) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(5):
            yield b"[" * 1024

    answer = narrow.post(
        "/api/reports", content=pieces(), headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 413


def test_files_may_be_longer(narrow: TestClient) -> None:
    for path, size, status in (
        ("/api/photos", 6, 415),
        ("/api/photos", 9, 413),
        ("/api/people/import", 6, 401),
        ("/api/people/import", 9, 413),
        ("/api/reports", 3, 422),
        ("/api/reports", 6, 413),
    ):
        answer = narrow.post(path, files={"file": b"0" * size * 1024})
        assert (path, size, answer.status_code) == (path, size, status)


def test_every_address_that_takes_files_is_known(narrow: TestClient) -> None:
    paths = narrow.get("/openapi.json").json()["paths"]
    forms = {
        path
        for path, verbs in paths.items()
        for said in verbs.values()
        if "multipart/form-data" in said.get("requestBody", {}).get("content", {})
    }
    assert forms == FILES | SHEETS


def test_a_body_that_stands_still_is_408() -> None:
    async def app(scope: object, receive: object, send: object) -> None:
        await receive()  # type: ignore[operator]

    async def never() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/", "headers": []}
    guarded = Bodies(app, Settings(body_timeout_s=0.01))
    alone(guarded(scope, never, send))
    assert sent[0]["status"] == 408
    assert json.loads(sent[1]["body"])["type"] == "TooSlow"
