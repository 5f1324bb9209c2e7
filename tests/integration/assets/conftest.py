from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from gisgrid import assets, grid
from gisgrid.kernel import messages

DISTRICT = Path(__file__).parents[3] / "data" / "zhongzhan"


@pytest.fixture
def zhongzhan(tx: Session) -> Iterator[Session]:
    """The demo district's grid and assets, without its people."""
    before = messages.installed()
    messages.install({**before, grid.EditionPublished: ()})
    grid.load_grid(tx, DISTRICT)
    assets.load_assets(tx, DISTRICT)
    yield tx
    messages.install(before)
