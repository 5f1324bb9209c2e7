from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from gisgrid import grid
from gisgrid.grid import EditionPublished
from gisgrid.kernel import messages
from tests.unit.grid_slice.town import LEVELS, town

DISTRICT = Path(__file__).parents[3] / "data" / "zhongzhan"
BEGIN, LATER = datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 7, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def reactions() -> Iterator[None]:
    """Nothing follows an edition here; what does in the product is tested where it is built."""
    before = messages.installed()
    messages.install({**before, EditionPublished: ()})
    yield
    messages.install(before)


@pytest.fixture
def small_town(tx: Session) -> grid.EditionRef:
    """The small town, published as edition `one` from New Year 2025."""
    grid.import_coverage(tx, town(), LEVELS, grid.ImportOptions(edition="one"))
    return grid.publish(tx, "one", BEGIN)
