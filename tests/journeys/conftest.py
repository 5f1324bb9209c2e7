from collections.abc import Callable
from datetime import datetime

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from tests.journeys.office import Office


@pytest.fixture
def office(district: Session, client: TestClient, at: Callable[[datetime], None]) -> Office:
    """The demo district at work, one transaction, under a clock that the test sets."""
    return Office(district, client, at)
