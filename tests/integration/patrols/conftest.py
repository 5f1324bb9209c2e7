"""A walk on a Monday morning, before anything is checked."""

from collections.abc import Callable
from datetime import datetime

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.integration.patrols.walk import NOW, Walk


@pytest.fixture
def walk(
    district: Session,
    client: TestClient,
    sign_in: Callable[[str], None],
    at: Callable[[datetime], None],
) -> Walk:
    at(NOW)
    district.execute(text("UPDATE check_round SET since = :now"), {"now": NOW})
    return Walk(district, client, sign_in)
