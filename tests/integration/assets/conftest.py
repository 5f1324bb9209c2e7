from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from gisgrid import grid
from gisgrid.kernel import messages

DISTRICT = Path(__file__).parents[3] / "data" / "zhongzhan"


@pytest.fixture
def zhongzhan(district: Session) -> Iterator[Session]:
    """The demo district; nothing follows an edition here but what a test runs itself."""
    before = messages.installed()
    messages.install({**before, grid.EditionPublished: ()})
    yield district
    messages.install(before)
