"""Sheets of people come as Excel writes them; what is too large or no workbook is refused."""

from datetime import date, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile
from zoneinfo import ZoneInfo

import pytest

from gisgrid.identity.sheets import NEEDED, read_sheet
from gisgrid.kernel import workbooks
from gisgrid.kernel.errors import Invalid
from tests.workbooks import workbook

ZONE = ZoneInfo("Asia/Shanghai")
ROW = ["P1", "李四", "Z1", "S-1", "handler", datetime(2026, 11, 28)]  # noqa: DTZ001 - a day


def test_a_workbook_reads_like_its_csv(tmp_path: Path) -> None:
    columns = [*NEEDED, "phone", "valid_to"]
    lines = [[*ROW, 13800001234, date(2027, 1, 1)], [], [*ROW[:2], "Z2", *ROW[3:]]]
    book = read_sheet(workbook(tmp_path / "p.xlsx", columns, *lines), ZONE)
    text = ",".join(columns) + (
        "\nP1,李四,Z1,S-1,handler,2026-11-28,13800001234,2027-01-01\n"
        "P1,李四,Z2,S-1,handler,2026-11-28,,\n"
    )
    (tmp_path / "p.csv").write_text(text, encoding="utf-8")
    plain = read_sheet(tmp_path / "p.csv", ZONE)
    assert list(book.lines.values()) == list(plain.lines.values())
    assert list(book.lines) == [2, 4]


def test_a_row_wider_than_its_columns_is_named(tmp_path: Path) -> None:
    wide = workbook(tmp_path / "p.xlsx", list(NEEDED), [*ROW, "zu viel"])
    with pytest.raises(Invalid, match="第 2 行"):
        read_sheet(wide, ZONE)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", b"person_code,name_zh\n"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "p.xlsx").write_bytes(content)
    with pytest.raises(Invalid):
        read_sheet(tmp_path / "p.xlsx", ZONE)


def test_a_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "p.xlsx", "w") as parts:
        parts.writestr("hello.txt", "hello")
    with pytest.raises(Invalid):
        read_sheet(tmp_path / "p.xlsx", ZONE)


def test_a_zip_bomb_is_refused_before_it_is_unfolded(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "p.xlsx", "w", ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", bytes(workbooks.UNFOLDED_BYTES + 1))
    assert (tmp_path / "p.xlsx").stat().st_size < 200_000
    with pytest.raises(Invalid, match="too large"):
        read_sheet(tmp_path / "p.xlsx", ZONE)


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MOST_ROWS", 3)
    with pytest.raises(Invalid, match="rows"):
        read_sheet(workbook(tmp_path / "p.xlsx", list(NEEDED), *[ROW] * 3), ZONE)
