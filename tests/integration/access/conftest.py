"""The world is built once for a file of tests; each request is undone."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from gisgrid import dispatch
from gisgrid.kernel import clock, messages
from gisgrid.kernel.settings import settings
from tests.integration.access.world import MONDAY, World, build


@pytest.fixture(scope="module")
def world(district_engine: Engine) -> Iterator[World]:
    """Two cases and fifteen people in the demo district, on a Monday morning."""
    before = messages.installed()
    with pytest.MonkeyPatch.context() as patched, clock.at(MONDAY):
        patched.setenv("GISGRID_SECRET", "a secret of the tests")
        settings.cache_clear()
        dispatch.plug_in()
        with district_engine.connect() as connection, connection.begin() as outer:
            world = build(connection)
            with world.client:
                yield world
            outer.rollback()
    settings.cache_clear()
    messages.install(before)


@pytest.fixture
def tx(world: World) -> Iterator[Session]:
    with world.sessions() as session:
        yield session
        session.rollback()
