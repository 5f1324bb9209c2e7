"""What several slices' tests stand on: a secret, and somebody of a role at the browser."""

from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid import identity
from gisgrid.kernel.settings import settings

HOLDER = text("SELECT min(person_id) FROM post WHERE role = :role AND valid_to IS NULL")


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let links be signed."""
    monkeypatch.setenv("GISGRID_SECRET", "a secret of the tests")
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def seated(client: TestClient, tx: Session) -> Callable[[str], TestClient]:
    """Sign somebody of a role in at the browser, without a password."""

    def one(role: str) -> TestClient:
        person = tx.scalar(HOLDER, {"role": role})
        client.cookies.set("gisgrid", identity.start_session(tx, person))
        return client

    return one
