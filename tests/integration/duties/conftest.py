"""The demo district without its history: people, grid, assets and class book."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from gisgrid import assets, duties, grid, identity
from gisgrid.grid import EditionPublished
from gisgrid.kernel import messages
from gisgrid.kernel.db import engine_of, sessions_of
from tests.conftest import cloned
from tests.databases import Databases, empty_template

DATA = Path(__file__).parents[3] / "data"


def load_town(tx: Session) -> None:
    identity.load_people(tx, DATA / "zhongzhan")
    grid.load_grid(tx, DATA / "zhongzhan")
    assets.load_assets(tx, DATA / "zhongzhan")
    duties.load_classbook(tx, DATA / "classbook")


@pytest.fixture(scope="session")
def town_engine(databases: Databases) -> Iterator[Engine]:
    """Load the town once; every test rolls back what it does."""
    before = messages.installed()
    messages.install({EditionPublished: ()})
    for urls in cloned(databases, "town", empty_template):
        engine = engine_of(urls.app)
        try:
            with sessions_of(engine).begin() as tx:
                load_town(tx)
            messages.install(before)
            yield engine
        finally:
            engine.dispose()


@pytest.fixture
def engine(town_engine: Engine) -> Engine:
    """Let `tx` and `client` see the town."""
    return town_engine


@pytest.fixture
def town(tx: Session) -> Session:
    return tx
