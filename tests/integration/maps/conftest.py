"""The maps' tests speak over HTTP; whoever reports is given a signed link."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from gisgrid import identity
from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.kernel.settings import Settings
from gisgrid.maps.path import Pooled
from gisgrid.run import Urls

OFFICE = ["dispatcher", "checker", "officer1"]


@pytest.fixture(autouse=True)
def signing(secret: None) -> None:
    """Let links be signed."""


@pytest.fixture
def committed(own_district: Urls) -> Iterator[sessionmaker[Session]]:
    engine = engine_of(own_district.app)
    yield sessions_of(engine)
    engine.dispose()


@pytest.fixture
def path(own_district: Urls, committed: sessionmaker[Session]) -> Iterator[TestClient]:
    """The application with a pool for the short ways."""
    from gisgrid.web import create_app  # noqa: PLC0415 - unit tests need not wait for it

    chosen = Settings(demo=True)
    with TestClient(create_app(committed, chosen, Pooled(own_district.app, 5))) as client:
        yield client


@pytest.fixture
def tokens(committed: sessionmaker[Session]) -> dict[str, str]:
    with committed.begin() as tx:
        asked = "SELECT login, person_id FROM account WHERE login = ANY (:logins)"
        people = tx.execute(text(asked), {"logins": OFFICE}).all()
        return {login: identity.start_session(tx, person) for login, person in people}
