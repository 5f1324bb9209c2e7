"""`gisgrid calendar` on a database of its own, for it really commits."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gisgrid.cli.calendar import app
from gisgrid.kernel.settings import settings
from gisgrid.run import Urls

CSV = "day,kind,name,status\n2027-01-01,rest,元旦,official\n2027-01-03,work,调休,official\n"


@pytest.fixture
def run(own_database: Urls, monkeypatch: pytest.MonkeyPatch) -> Iterator[CliRunner]:
    monkeypatch.setenv("GISGRID_DATABASE_URL", own_database.app)
    settings.cache_clear()
    yield CliRunner()
    settings.cache_clear()


def test_the_calendar_is_seeded_once_and_improved_by_a_file(run: CliRunner, tmp_path: Path) -> None:
    first = run.invoke(app, ["seed", "2026", "2027"])
    assert first.exit_code == 0, first.output
    assert "2027: provisional, 6 holidays" in first.output
    assert "0 years entered, 0 deadlines moved" in run.invoke(app, ["seed", "2026"]).output
    (tmp_path / "calendar.csv").write_text(CSV, encoding="utf-8")
    assert "2027: official, 2 holidays" in run.invoke(app, ["load", str(tmp_path)]).output
    assert "0 years entered" in run.invoke(app, ["seed", "2027"]).output


def test_a_senseless_file_is_refused_with_its_line(run: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "calendar.csv").write_text(CSV.replace("work", "maybe"), encoding="utf-8")
    answer = run.invoke(app, ["load", str(tmp_path)])
    assert answer.exit_code != 0
    assert "kind work or rest" in str(answer.exception)
