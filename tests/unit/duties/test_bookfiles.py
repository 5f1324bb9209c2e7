"""A class book's files are looked through before anything is loaded."""

import csv
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gisgrid.cases import Source
from gisgrid.duties.bookcells import KINDS, SOURCES
from gisgrid.duties.bookfiles import BadCells, check_files
from gisgrid.duties.rulefile import read_rules

BOOK = Path(__file__).parents[3] / "data" / "classbook"


def spoil(book: Path, name: str, change: dict[str, str], line: int = 0) -> None:
    """Write other cells into one line of a file."""
    with (book / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[line] |= change
    with (book / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def test_the_book_that_comes_along_has_no_fault() -> None:
    check_files(BOOK)


def test_every_wrong_cell_is_named_by_file_line_and_column(tmp_path: Path) -> None:
    book = Path(shutil.copytree(BOOK, tmp_path / "book"))
    spoil(book, "conditions.csv", {"seq": "一", "respond_value": "1e999", "solve_value": "0"})
    spoil(book, "conditions.csv", {"respond_unit": "week", "urgent": "是", "condition": ""}, 1)
    spoil(book, "policies.csv", {"min_confidence": "1.01", "action": "drop", "source": "camra"})
    spoil(book, "rules.csv", {"from_time": "25:00", "note": "\x07", "name": "长" * 2001})
    with pytest.raises(BadCells) as refused:
        check_files(book)
    said = refused.value.codes["problems"]
    assert isinstance(said, list)
    assert [one.split(":")[0] for one in said] == [
        "conditions.csv 第 2 行 seq",
        "conditions.csv 第 2 行 solve_value",
        "conditions.csv 第 2 行 respond_value",
        "conditions.csv 第 3 行 condition",
        "conditions.csv 第 3 行 respond_unit",
        "conditions.csv 第 3 行 urgent",
        "rules.csv 第 2 行 name",
        "rules.csv 第 2 行 from_time",
        "rules.csv 第 2 行 note",
        "policies.csv 第 2 行 source",
        "policies.csv 第 2 行 min_confidence",
        "policies.csv 第 2 行 action",
    ]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("codebooks.csv", {"edition": "2026-demo", "codebook": "gb-style-sample"}),
        ("codebooks.csv", {"codebook": "gb-style-sample", "edition": "2027"}),
        ("classes.csv", {"code": "0101"}),
        ("conditions.csv", {"seq": "1", "is_default": "0"}),
        ("conditions.csv", {"is_default": "1"}),
        ("rules.csv", {"code": "R-LITTER"}),
    ],
)
def test_what_stands_twice_is_named_with_both_lines(
    name: str, change: dict[str, str], tmp_path: Path
) -> None:
    book = Path(shutil.copytree(BOOK, tmp_path / "book"))
    spoil(book, name, change, 1)
    with pytest.raises(BadCells, match=rf"{name} 第 3 行: .*与{name} 第 2 行重复"):
        check_files(book)


def test_rules_in_a_file_of_any_name_are_refused_with_all_their_lines(tmp_path: Path) -> None:
    book = Path(shutil.copytree(BOOK, tmp_path / "book"))
    spoil(book, "rules.csv", {"priority": "hoch"})
    spoil(book, "rules.csv", {"to_time": "24:30"}, 1)
    file = (book / "rules.csv").rename(book / "mine.csv")
    with pytest.raises(
        BadCells, match=r"(?s)mine\.csv 第 2 行 priority.*mine\.csv 第 3 行 to_time"
    ):
        read_rules(file)


def test_whoever_may_report_is_known_to_the_policies() -> None:
    assert set(SOURCES) == {str(one) for one in Source}


def test_a_column_that_is_missing_is_named_and_a_spreadsheets_mark_is_none(tmp_path: Path) -> None:
    book = Path(shutil.copytree(BOOK, tmp_path / "book"))
    said = (book / "codebooks.csv").read_text("utf-8")
    (book / "codebooks.csv").write_text(said, "utf-8-sig")
    check_files(book)
    (book / "codebooks.csv").write_text(said.replace("edition", "版本", 1), "utf-8")
    with pytest.raises(BadCells, match=r"codebooks\.csv: 缺少列 edition"):
        check_files(book)


@settings(max_examples=60)
@given(st.sampled_from(sorted(KINDS)), st.binary(max_size=80))
def test_whatever_the_bytes_are_there_is_an_answer(name: str, raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as place:
        head = ",".join(KINDS[name]).encode() + b"\n"
        (Path(place) / name).write_bytes(head + raw)
        with suppress(BadCells):
            check_files(Path(place))
