"""Reports from files, and the audit of what became of them, as an operator runs them."""

import csv
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import geopandas
import pytest
from shapely import Point
from sqlalchemy import text
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from gisgrid.cases.importing import ReportFile
from gisgrid.cases.tables import Idempotency
from gisgrid.cli import audit, reports
from gisgrid.kernel import clock, messages
from gisgrid.kernel.db import engine_of
from gisgrid.kernel.settings import settings
from gisgrid.run import Urls
from tests.integration.cases.conftest import LAMP, SQUARE
from tests.waiting import until

run = CliRunner()
HEADER = ["source", "class_key", "text", "lon", "lat", "reporter_name", "photos"]
ROWS = 1600
GOOD = ["hotline", LAMP, "路灯不亮", SQUARE[0], SQUARE[1], "王某", "a.jpg|b.jpg"]


@pytest.fixture
def operator(own_district: Urls, monkeypatch: pytest.MonkeyPatch) -> Iterator[Urls]:
    """Somebody at the command line, with a district of the test's own."""
    before = messages.installed()
    monkeypatch.setenv("GISGRID_DATABASE_URL", own_district.app)
    settings.cache_clear()
    yield own_district
    messages.install(before)


def written(path: Path, rows: list[list[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])
    return path


def counted(urls: Urls, table: str) -> int:
    engine = engine_of(urls.app, 1)
    with engine.connect() as connection:
        found = connection.scalar(text(f"SELECT count(*) FROM {table}"))
    engine.dispose()
    return int(found or 0)


def test_every_row_is_taken_in_once_or_stands_in_the_rejects_with_its_reason(
    operator: Urls, tmp_path: Path
) -> None:
    wrong = [
        ["hotline", LAMP, "无纬度", SQUARE[0], "", "", ""],
        ["hotline", "event/9999", "无此类", SQUARE[0], SQUARE[1], "", ""],
        ["hotline", LAMP, "坐标颠倒", SQUARE[1], SQUARE[0], "", ""],
    ]
    file = written(tmp_path / "in.csv", [GOOD, *wrong, GOOD])

    first = run.invoke(reports.app, ["import", str(file)])
    assert (first.exit_code, counted(operator, "case_file")) == (1, 2), first.output
    with (tmp_path / "in.rejects.csv").open(encoding="utf-8") as rejects:
        refused = list(csv.DictReader(rejects))
    assert [line["row"] for line in refused] == ["2", "3", "4"]
    assert all(line["why"] for line in refused)

    again = run.invoke(reports.app, ["import", str(file)])
    assert "受理 0 件，此前已受理 2 件" in again.output
    assert counted(operator, "case_file") == 2


def test_the_rejects_hold_no_formula_and_are_read_again_as_they_were_said(
    operator: Urls, tmp_path: Path
) -> None:
    said = '=HYPERLINK("http://evil","路灯")'
    file = written(tmp_path / "in.csv", [["hotline", LAMP, said, -0.5, "", "@王某", ""]])
    assert run.invoke(reports.app, ["import", str(file)]).exit_code == 1
    rejects = tmp_path / "in.rejects.csv"
    with rejects.open(encoding="utf-8") as opened:
        (line,) = csv.DictReader(opened)
    assert (line["text"], line["reporter_name"], line["lon"]) == (f"'{said}", "'@王某", "-0.5")

    mended = written(tmp_path / "again.csv", [[*list(line.values())[2:], ""][:7]])
    whole = mended.read_text(encoding="utf-8").replace("-0.5,", f"{SQUARE[0]},{SQUARE[1]}", 1)
    mended.write_text(whole, encoding="utf-8")
    assert run.invoke(reports.app, ["import", str(mended)]).exit_code == 0
    engine = engine_of(operator.app, 1)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT text FROM report")) == said
    engine.dispose()


def test_what_was_imported_has_an_owner_a_job_and_a_chain_that_verifies(
    operator: Urls, tmp_path: Path
) -> None:
    file = written(tmp_path / "in.csv", [GOOD] * 3)
    assert run.invoke(reports.app, ["import", str(file)]).exit_code == 0

    assert counted(operator, "case_file WHERE lead_station_id IS NOT NULL") == 3
    assert counted(operator, "procrastinate_jobs WHERE task_name LIKE '%open_order'") == 3
    verified = run.invoke(audit.app, ["verify"])
    assert (verified.exit_code, "核验 3 案，0 案有问题" in verified.output) == (0, True)


def test_the_audit_names_the_case_and_the_step_that_was_edited(
    operator: Urls, tmp_path: Path
) -> None:
    run.invoke(reports.app, ["import", str(written(tmp_path / "in.csv", [GOOD]))])
    owner = engine_of(operator.owner, 1)
    with owner.begin() as tables:
        tables.execute(text("""UPDATE step SET codes = '{"condition_id": 1}' WHERE seq = 2"""))
    owner.dispose()

    found = run.invoke(audit.app, ["verify"])
    assert found.exit_code == 1
    assert "第 2 步：被改动" in found.output


def test_the_audit_misses_a_case_that_was_removed_from_under_its_steps(
    operator: Urls, tmp_path: Path
) -> None:
    run.invoke(reports.app, ["import", str(written(tmp_path / "in.csv", [GOOD]))])
    owner = engine_of(operator.owner, 1)
    with owner.begin() as tables:
        tables.execute(text("DELETE FROM case_file"))
    owner.dispose()

    found = run.invoke(audit.app, ["verify"])
    assert (found.exit_code, "案件本身已不在" in found.output) == (1, True)


def test_geoparquet_points_are_taken_in_whatever_their_crs(operator: Urls, tmp_path: Path) -> None:
    rows = {"诉求": ["路灯不亮", "路灯又不亮"], "class_key": [LAMP, LAMP]}
    frame = geopandas.GeoDataFrame(rows, geometry=[Point(SQUARE)] * 2, crs=4326).to_crs(4547)
    frame.to_parquet(tmp_path / "in.parquet")

    done = run.invoke(
        reports.app, ["import", str(tmp_path / "in.parquet"), "--column", "text=诉求"]
    )
    assert done.exit_code == 0, done.output
    assert counted(operator, "case_file WHERE text LIKE '路灯%' AND area_id IS NOT NULL") == 2


@pytest.mark.long
def test_an_interrupted_import_keeps_whole_batches_and_is_continued(
    operator: Urls, tmp_path: Path
) -> None:
    file = written(tmp_path / "many.csv", [GOOD] * ROWS)
    command = [sys.executable, "-m", "gisgrid.cli", "reports", "import", str(file)]
    env = {**os.environ, "GISGRID_DATABASE_URL": operator.app, "GISGRID_SECRET": "of the tests"}
    with (
        held_up_at(operator, file, row=2 * reports.BATCH + 1),
        subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL) as process,
    ):
        until(lambda: counted(operator, "case_file") == 2 * reports.BATCH)
        process.send_signal(signal.SIGINT)
        assert process.wait() == reports.INTERRUPTED

    assert counted(operator, "case_file") == 2 * reports.BATCH
    rest = run.invoke(reports.app, ["import", str(file)])
    assert (rest.exit_code, counted(operator, "case_file")) == (0, ROWS), rest.output


@contextmanager
def held_up_at(urls: Urls, file: Path, *, row: int) -> Iterator[None]:
    """Let an import come as far as one row: somebody else is just taking that row in."""
    engine = engine_of(urls.app, 1)
    [line] = islice(ReportFile(file, {}, {}).lines(), row - 1, row)
    assert line.report is not None
    other = Idempotency(key=line.report.idempotency_key, body_hash=b"", answer={}, at=clock.now())
    with Session(engine) as tx:
        tx.add(other)
        tx.flush()
        yield
        tx.rollback()
    engine.dispose()
