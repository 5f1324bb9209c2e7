"""`gisgrid duties` in a terminal."""

import csv
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from gisgrid.cli.duties import app
from gisgrid.cli.faults import said_of
from gisgrid.kernel.errors import Invalid
from gisgrid.kernel.settings import settings
from tests.integration.duties.conftest import DATA, edit


@pytest.fixture
def run(district_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[CliRunner]:
    url = district_engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("GISGRID_DATABASE_URL", url)
    settings.cache_clear()
    yield CliRunner()
    settings.cache_clear()


def test_coverage_of_the_demo_has_no_hole(run: CliRunner) -> None:
    said = run.invoke(app, ["coverage"])
    assert (said.exit_code, said.stdout.splitlines()[-1]) == (
        0,
        "223 个类别，0 处空白 · 223 classes, 0 holes",
    )


def test_words_that_a_command_cannot_mean_are_refused(run: CliRunner, tmp_path: Path) -> None:
    nowhere = run.invoke(app, ["coverage", "--level", "nosuch"])
    assert isinstance(nowhere.exception, Invalid)
    assert "community" in str(nowhere.exception)
    assert run.invoke(app, ["suggest", "路灯", "--limit", "0"]).exit_code == 2
    assert run.invoke(app, ["explain", "component/0137", "--lang", "de"]).exit_code == 2
    unwritable = run.invoke(app, ["coverage", "--out", str(tmp_path / "no" / "x.csv")])
    assert isinstance(unwritable.exception, Exception)
    assert "x.csv" in (said_of(unwritable.exception) or "")


def test_coverage_writes_every_hole(
    run: CliRunner, district_engine: Engine, tmp_path: Path
) -> None:
    out = tmp_path / "holes.csv"
    with broken(district_engine):
        said = run.invoke(app, ["coverage", "--out", str(out)])
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert (said.exit_code, len(rows)) == (1, 48)
    assert {row["class"] for row in rows} == {"event/0179"}


@contextmanager
def broken(engine: Engine) -> Iterator[None]:
    """Commit a hole and mend it at the end: the command has a connection of its own."""
    change = text("UPDATE case_class SET default_lead = :lead WHERE key = 'event/0179'")
    with Session(engine) as tx:
        tx.execute(change, {"lead": None})
        tx.commit()
        yield
        tx.execute(change, {"lead": "dept:landscaping"})
        tx.commit()


def test_explain_says_the_reasons(run: CliRunner) -> None:
    asked = ["explain", "event/0406", "113.177", "35.2401", "--at", "2026-11-23T12:00:00"]
    zh, en = (run.invoke(app, [*asked, "--lang", lang]).stdout for lang in ("zh", "en"))
    assert "R-STREET-DAY 第" in zh
    assert "(R-STREET-DAY, version" in en


def test_check_finds_nothing_wrong_in_the_demo(run: CliRunner) -> None:
    said = run.invoke(app, ["check"])
    assert (said.exit_code, said.stdout) == (0, "0 个问题 · 0 problems\n")


def test_suggest_ranks_classes(run: CliRunner) -> None:
    assert "component/0137" in run.invoke(app, ["suggest", "路灯不亮了"]).stdout


def test_try_says_what_a_file_of_changed_rules_would_do(run: CliRunner, tmp_path: Path) -> None:
    lines = (DATA / "classbook" / "rules.csv").read_text(encoding="utf-8").splitlines()
    changed = tmp_path / "changed.csv"
    changed.write_text("\n".join(lines[:2]) + "\n", encoding="utf-8")
    said = run.invoke(app, ["try", str(changed)])
    assert said.stdout == "R-LITTER: 0 / 0\n"
    changed.write_text(lines[0] + "\n", encoding="utf-8")
    refused = run.invoke(app, ["try", str(changed)])
    assert isinstance(refused.exception, Invalid)
    assert "no rules" in str(refused.exception)


def test_a_class_book_is_tried_and_every_fault_is_told(run: CliRunner, tmp_path: Path) -> None:
    book = Path(shutil.copytree(DATA / "classbook", tmp_path / "book"))
    said = run.invoke(app, ["classbook", str(book), "--dry-run"])
    assert said.exit_code == 0, said.stdout
    assert "未写入" in said.stdout
    edit(book, "conditions.csv", {"0101": {"solve_value": "0"}})
    edit(book, "rules.csv", {"R-LITTER": {"priority": "hoch"}})
    said = run.invoke(app, ["classbook", str(book)])
    assert said.exit_code == 2
    assert "conditions.csv 第 2 行 solve_value" in said.stdout
    assert "rules.csv 第 2 行 priority" in said.stdout


def test_a_folder_without_a_class_book_is_said(run: CliRunner, tmp_path: Path) -> None:
    said = run.invoke(app, ["classbook", str(tmp_path)])
    assert isinstance(said.exception, Invalid)
    assert "codebooks.csv" in str(said.exception)
