"""People with cheap passwords, so that a test may sign in often."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session, sessionmaker

from gisgrid.identity import passwords
from gisgrid.identity.audit import seal_entries
from gisgrid.identity.tables import Account, Person, PostRow, Station
from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.kernel.settings import Settings
from gisgrid.run import Urls
from gisgrid.web import create_app
from tests.integration.identity.audited import ENTRY
from tests.integration.identity.city import City
from tests.oidc_provider import provider

CHEAP = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
Hire = Callable[..., Person]


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash with little memory: what is tested here is who may sign in, not argon2."""
    monkeypatch.setattr(passwords, "hasher", lambda: CHEAP)


@pytest.fixture
def office(tx: Session) -> Station:
    station = Station(code="S", kind="unit_office", name="城管局")
    tx.add(station)
    tx.flush()
    return station


@pytest.fixture
def hire(tx: Session, office: Station) -> Hire:
    """Give somebody an account (password "right") and a post around `NOON`."""

    def one(login: str, role: str = "handler", **account: object) -> Person:
        person = Person(code=f"P-{login}", name=login)
        tx.add(person)
        tx.flush()
        right = CHEAP.hash("right")
        tx.add(Account(person_id=person.id, login=login, password_hash=right, **account))
        post = PostRow(code=f"Z-{login}", person_id=person.id, station_id=office.id, role=role)
        post.valid_from, post.valid_to = NOON - timedelta(days=9), NOON + timedelta(days=9)
        tx.add(post)
        tx.flush()
        return person

    return one


@pytest.fixture
def administrators(at: Callable[[datetime], None], hire: Hire) -> None:
    """Li, who handles, and the three administrators, at noon."""
    at(NOON)
    hire("li")
    hire("sys", "system_admin")
    hire("sec", "security_admin")
    hire("aud", "audit_admin")


def browser(client: TestClient, login: str) -> TestClient:
    """Sit somebody down at a browser of their own."""
    own = TestClient(client.app)
    said = {"login": login, "password": "right"}
    assert own.post("/api/session", json=said).status_code == 201
    return own


@pytest.fixture
def real(sessions: sessionmaker[Session]) -> Callable[..., TestClient]:
    """Make browsers before the program outside demo mode."""
    chosen = Settings(demo=False, secret="of the tests")
    app = create_app(sessions, chosen)

    def browser(address: str = "192.0.2.1", agent: str = "Firefox") -> TestClient:
        return TestClient(app, headers={"user-agent": agent}, client=(address, 5000))

    return browser


@pytest.fixture
def sealed(own_database: Urls) -> Iterator[sessionmaker[Session]]:
    """A database of the test's own with ten entries, sealed."""
    engine = engine_of(own_database.app, 2)
    sessions = sessions_of(engine)
    with sessions.begin() as tx:
        tx.execute(ENTRY, {"at": NOON, "count": 10})
    with sessions.begin() as tx:
        assert seal_entries(tx) == 10
        assert seal_entries(tx) == 0
    yield sessions
    engine.dispose()


@pytest.fixture
def owner(own_database: Urls) -> Iterator[Engine]:
    engine = engine_of(own_database.owner, 1)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with provider() as port:
        yield port


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the provider looks at its own clock


@pytest.fixture
def city(port: int, sessions: sessionmaker[Session]) -> City:
    return City(port, sessions)


@pytest.fixture
def li(hire: Hire, now: datetime, tx: Session, city: City) -> Person:
    """Somebody known here by the login `li`, and there as subject 77."""
    person = hire("li")
    until = now + timedelta(days=9)
    tx.execute(update(PostRow).values(valid_from=now - timedelta(days=9), valid_to=until))
    tx.commit()
    city.knows("77", preferred_username="li")
    return person
