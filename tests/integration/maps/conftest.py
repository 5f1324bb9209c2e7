"""The maps' tests speak over HTTP; whoever reports is given a signed link."""

from collections.abc import Iterator

import pytest

from gisgrid.kernel.settings import settings


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("GISGRID_SECRET", "a secret of the tests")
    settings.cache_clear()
    yield
    settings.cache_clear()
