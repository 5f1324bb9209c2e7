"""What `gisgrid grid` prints is read by people of the district."""

from datetime import UTC, datetime

import pytest

from gisgrid.cli.grid_words import show_editions


def test_editions_are_listed_by_the_clock_of_the_district(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    since = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)
    row = {"id": 7, "name": "2026-03", "status": "published", "valid_from": since}
    show_editions([row | {"valid_to": None, "areas": 298, "leaves": 240}])
    printed = capsys.readouterr().out
    assert "2026-03-02 00:30" in printed
    assert "生效 from" in printed
