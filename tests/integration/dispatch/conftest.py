from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from gisgrid import dispatch
from gisgrid.kernel import messages
from tests.integration.dispatch.town import MONDAY, Town, build, install_nothing, lay_grid


@pytest.fixture
def town(tx: Session, at: Callable[[datetime], None], secret: None) -> Iterator[Town]:
    """A small town on a Monday morning, with nothing following from messages."""
    before = messages.installed()
    install_nothing()
    dispatch.plug_in()
    at(MONDAY)
    yield build(tx)
    messages.install(before)


@pytest.fixture
def at_(at: Callable[[datetime], None]) -> Callable[[datetime], None]:
    """Set the clock; tests keep the name `at` for writing moments."""
    return at


@pytest.fixture
def ground(town: Town) -> None:
    """Give the town a grid of two communities."""
    lay_grid(town.tx)
