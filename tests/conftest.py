"""One migrated PostGIS database per test process, one rolled-back transaction per test.

`tx`, `sessions` and `client` share that transaction and see an empty district; a test that also
asks for `district` sees the demo district in it. `own_database` and `own_district` are databases
of the test's own, for what must really commit: NOTIFY, the worker, browsers, concurrency.
The web runs under the app's role and sees its scope's rows, the tests themselves under the
system's; neither owns anything.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import settings as hypothesis
from sqlalchemy import Connection, Engine, select
from sqlalchemy.orm import Session, sessionmaker

from gisgrid.identity import start_session
from gisgrid.identity.tables import Person
from gisgrid.kernel import clock
from gisgrid.kernel.db import engine_of
from gisgrid.kernel.settings import Settings
from gisgrid.run import Urls
from tests.databases import Databases, Template, district_template, empty_template, on_test_server
from tests.walls import web_sessions_on

os.environ.setdefault("GISGRID_DEMO", "true")
hypothesis.register_profile("gisgrid", derandomize=True, deadline=None, database=None)
hypothesis.load_profile("gisgrid")
LONGEST = ("browser", "integration/demo", "integration/run", "integration/jobs", "journeys")
"""Where a file takes long: browsers, and programs that are started and killed."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files: begun last, one of them would leave the other core idle."""
    here = Path(__file__).parent
    items.sort(key=lambda item: not item.path.relative_to(here).as_posix().startswith(LONGEST))


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    with on_test_server() as found:
        yield found


def cloned(databases: Databases, name: str, template: Template) -> Iterator[Urls]:
    yield databases.clone(f"test_{os.getpid()}_{name}", template)
    databases.drop(f"test_{os.getpid()}_{name}")


def opened(urls: Urls) -> Iterator[Engine]:
    engine = engine_of(urls.app)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def empty_database(databases: Databases) -> Iterator[Urls]:
    yield from cloned(databases, "empty", empty_template)


@pytest.fixture(scope="session")
def district_database(databases: Databases) -> Iterator[Urls]:
    yield from cloned(databases, "district", district_template)


@pytest.fixture(scope="session")
def empty_engine(empty_database: Urls) -> Iterator[Engine]:
    yield from opened(empty_database)


@pytest.fixture(scope="session")
def district_engine(district_database: Urls) -> Iterator[Engine]:
    yield from opened(district_database)


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> Engine:
    """The database of this test: the demo district when the test asks for `district`."""
    kind = "district_engine" if "district" in request.fixturenames else "empty_engine"
    engine: Engine = request.getfixturevalue(kind)
    return engine


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A connection whose outer transaction is never committed."""
    with engine.connect() as c, c.begin() as outer:
        yield c
        outer.rollback()


@pytest.fixture
def sessions(connection: Connection) -> sessionmaker[Session]:
    """Sessions that commit into a savepoint of the test's own transaction."""
    return sessionmaker(
        connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
    )


@pytest.fixture
def tx(sessions: sessionmaker[Session]) -> Iterator[Session]:
    with sessions() as session:
        yield session


@pytest.fixture
def district(tx: Session) -> Session:
    """The test's transaction, in a database that holds the demo district."""
    return tx


@pytest.fixture
def web_sessions(connection: Connection) -> sessionmaker[Session]:
    """The web's sessions within the test's own transaction."""
    return web_sessions_on(connection)


@pytest.fixture
def client(web_sessions: sessionmaker[Session]) -> TestClient:
    from gisgrid.web import create_app  # noqa: PLC0415 - unit tests need not wait for it

    return TestClient(create_app(web_sessions, Settings(demo=True)))


@pytest.fixture
def sign_in(client: TestClient, sessions: sessionmaker[Session]) -> Callable[[str], None]:
    """Sign the client in as the person with this code, without a password."""

    def as_person(code: str) -> None:
        with sessions.begin() as tx:
            person = tx.scalars(select(Person).where(Person.code == code)).one()
            client.cookies.set("gisgrid", start_session(tx, person.id))

    return as_person


@pytest.fixture
def own_database(databases: Databases) -> Iterator[Urls]:
    yield from cloned(databases, "own", empty_template)


@pytest.fixture
def own_district(databases: Databases) -> Iterator[Urls]:
    yield from cloned(databases, "own_district", district_template)


@pytest.fixture
def at() -> Iterator[Callable[[datetime], None]]:
    """Set the clock, again and again, until the test ends."""
    with ExitStack() as held:

        def hold(moment: datetime) -> None:
            held.close()
            held.enter_context(clock.at(moment))

        yield hold
