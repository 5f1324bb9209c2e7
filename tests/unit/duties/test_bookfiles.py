"""A class book's files are looked through before anything is loaded."""

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gisgrid.duties.bookfiles import KINDS, BadCells, check_files

BOOK = Path(__file__).parents[3] / "data" / "classbook"


def test_the_book_that_comes_along_has_no_fault() -> None:
    check_files(BOOK)


def test_every_wrong_cell_is_named_by_file_line_and_column(tmp_path: Path) -> None:
    book = Path(shutil.copytree(BOOK, tmp_path / "book"))
    (book / "conditions.csv").write_text("seq,respond_value,solve_value\n一,1e999,\n", "utf-8")
    (book / "rules.csv").write_text("from_time,to_time\n25:00,08:00\n", "utf-8")
    with pytest.raises(BadCells) as refused:
        check_files(book)
    said = refused.value.codes["problems"]
    assert isinstance(said, list)
    assert [one.split(":")[0] for one in said] == [
        "conditions.csv",
        "conditions.csv 第 2 行 seq",
        "conditions.csv 第 2 行 respond_value",
        "conditions.csv 第 2 行 solve_value",
        "rules.csv 第 2 行 from_time",
    ]


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
