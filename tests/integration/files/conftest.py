from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from gisgrid.files.store import Store, store_of
from gisgrid.kernel import messages
from gisgrid.kernel.settings import settings
from tests.integration.files.lens import MORNING
from tests.journeys.office import Office


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store of the test's own; photos have at most 100 kB and two million pixels."""
    monkeypatch.setenv("GISGRID_FILES_URL", (tmp_path / "files").as_uri())
    monkeypatch.setenv("GISGRID_PHOTO_BYTES", "100000")
    monkeypatch.setenv("GISGRID_PHOTO_PIXELS", "2000000")
    monkeypatch.setenv("GISGRID_VIDEO_BYTES", "100000")
    settings.cache_clear()
    yield store_of(settings())
    settings.cache_clear()


@pytest.fixture
def web(client: TestClient) -> Iterator[TestClient]:
    """The whole application in an empty district."""
    before = messages.installed()
    yield client
    messages.install(before)


@pytest.fixture
def office(
    store: Store, district: Session, web: TestClient, at: Callable[[datetime], None]
) -> Office:
    """The demo district at work on a Monday morning."""
    at(MORNING)
    return Office(district, web, at)
