import os
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.cpu import each_cpu, spent_since
from tests.benchmarks.report import merged, page, table
from tests.benchmarks.rows import Row, read_rows, times_ours, write_rows

OURS = Row("locate_bulk", 48, "gisgrid", "cpu_per_point", 0.05, "us")
THEIRS = Row("locate_bulk", 48, "geopandas", "cpu_per_point", 5.0, "us")


def test_their_cost_is_divided_by_ours() -> None:
    assert [row.times_ours for row in times_ours([OURS, THEIRS])] == [1.0, 100.0]


def test_of_a_rate_ours_is_divided_by_theirs() -> None:
    ours, theirs = (
        Row("intake", 9, "gisgrid", "rate", 300.0, "1/s"),
        Row("intake", 9, "orm", "rate", 100.0, "1/s"),
    )
    assert [row.times_ours for row in times_ours([ours, theirs])] == [1.0, 3.0]


def test_rows_survive_writing(tmp_path: Path) -> None:
    write_rows([OURS, THEIRS], tmp_path / "rows.json")

    assert read_rows(tmp_path / "rows.json") == [OURS, THEIRS]
    assert read_rows(tmp_path / "none.json") == []


def test_new_rows_replace_old_ones_and_ours_come_first() -> None:
    newer = Row("locate_bulk", 48, "geopandas", "cpu_per_point", 6.0, "us")

    assert merged([THEIRS, OURS], [newer]) == [OURS, newer]


def test_the_page_keeps_its_words_around_the_table() -> None:
    first = page("# Benchmarks\n\nWords.\n", [OURS])
    second = page(first + "\nMore words.\n", times_ours([OURS, THEIRS]))

    assert second.startswith("# Benchmarks\n\nWords.\n")
    assert second.count("| benchmark |") == 1
    assert "More words." in second
    assert "| locate_bulk | cpu_per_point | 48 | geopandas | 5.000 us | 100.0 |" in table(
        times_ours([OURS, THEIRS])
    )


def test_a_process_that_has_ended_is_left_out_of_the_count() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert set(each_cpu([os.getpid(), gone.pid])) == {os.getpid()}
    assert spent_since({gone.pid: 1.0}) == 0
