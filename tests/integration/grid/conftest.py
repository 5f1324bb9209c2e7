from collections.abc import Iterator
from pathlib import Path

import pytest

from gisgrid.grid import EditionPublished
from gisgrid.kernel import messages

DISTRICT = Path(__file__).parents[3] / "data" / "zhongzhan"


@pytest.fixture(autouse=True)
def reactions() -> Iterator[None]:
    """Nothing follows an edition here; what does in the product is tested where it is built."""
    before = messages.installed()
    messages.install({**before, EditionPublished: ()})
    yield
    messages.install(before)
