"""The demo district, in which the duties are tried."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

DATA = Path(__file__).parents[3] / "data"


@pytest.fixture
def town(district: Session) -> Session:
    return district
