"""Files of reports as people have them: what spreadsheets write, Chinese columns, dates, faults."""

from datetime import datetime
from pathlib import Path

import geopandas
import pandas as pd
import pytest
from shapely import Point

from gisgrid.cases.import_words import moment
from gisgrid.cases.importing import Line, ReportFile
from gisgrid.kernel.errors import Invalid
from gisgrid.kernel.settings import settings
from tests.workbooks import workbook

TABLE = "诉求内容,类别,经度,纬度,联系电话\n路灯不亮,component/0137,113.17,35.24,13812341234\n"
USUAL = {"source": "hotline"}


def lines(path: Path, **renamed: str) -> list[Line]:
    return list(ReportFile(path, USUAL, renamed).lines())


def table(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_is_read_however_a_spreadsheet_writes_it(
    tmp_path: Path, encoding: str, separator: str, end: str
) -> None:
    text = TABLE.replace(",", separator).replace("\n", end)
    [line] = lines(table(tmp_path / "in.csv", text, encoding))
    assert line.report is not None, line.why
    assert (line.report.text, line.report.class_key) == ("路灯不亮", "component/0137")
    assert (line.report.x, line.report.y) == (113.17, 35.24)
    assert line.report.reporter is not None
    assert line.report.reporter.phone == "13812341234"


def test_a_workbook_is_read_with_its_numbers_and_moments(tmp_path: Path) -> None:
    columns = ["诉求内容", "工单号", "平台", "联系电话", "办理期限"]
    due = datetime(2026, 12, 1, 10, 30)  # noqa: DTZ001 - a cell knows no zone
    file = workbook(tmp_path / "in.xlsx", columns, ["井盖", 20261, "12345", 13812341234, due], [])
    [line] = lines(file)
    assert line.report is not None, line.why
    assert line.report.external_number == "20261"
    assert line.report.external_deadline == due.replace(tzinfo=settings().tz)


@pytest.mark.parametrize("ending", [".parquet", ".geojson", ".gpkg"])
def test_points_of_a_map_are_read(tmp_path: Path, ending: str) -> None:
    rows = {"text": ["井盖", "路灯"], "电话": [13812341234, None]}
    frame = geopandas.GeoDataFrame(rows, geometry=[Point(113.17, 35.24)] * 2, crs=4326)
    path = tmp_path / f"in{ending}"
    frame.to_parquet(path) if ending == ".parquet" else frame.to_file(path)
    first, second = lines(path)
    assert first.report is not None, first.why
    assert second.report is not None, second.why
    assert (first.report.x, first.report.y) == (113.17, 35.24)
    assert first.report.reporter is not None
    assert (first.report.reporter.phone, second.report.reporter) == ("13812341234", None)


def test_a_parquet_without_shapes_has_its_columns(tmp_path: Path) -> None:
    rows = {"text": ["井盖"], "经度": [113.17], "纬度": [35.24]}
    pd.DataFrame(rows).to_parquet(tmp_path / "in.parquet")
    [line] = lines(tmp_path / "in.parquet")
    assert line.report is not None
    assert (line.report.x, line.report.y) == (113.17, 35.24)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "没有任何一行"),
        ("text,lon,lat\n", "没有任何一行"),
        ("a,b\n1,2\n", "--column text="),
        ("text,text\n1,2\n", "列名 text 重复"),
    ],
)
def test_a_file_that_says_nothing_is_refused_before_a_row_is_taken(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(Invalid, match=said):
        ReportFile(table(tmp_path / "in.csv", text), USUAL, {}).unread()


@pytest.mark.parametrize(
    ("renamed", "said"),
    [({"没有": "text"}, "文件里没有列 没有"), ({"诉求内容": "txt"}, "没有字段 txt")],
)
def test_what_the_caller_names_must_be_there(
    tmp_path: Path, renamed: dict[str, str], said: str
) -> None:
    with pytest.raises(Invalid, match=said):
        lines(table(tmp_path / "in.csv", TABLE), **renamed)


def test_columns_that_nobody_reads_are_named(tmp_path: Path) -> None:
    file = table(tmp_path / "in.csv", "text,clas_key,备注\n路灯,component/0137,急\n")
    assert ReportFile(file, USUAL, {}).unread() == ["clas_key", "备注"]


def test_a_row_with_a_cell_too_few_or_too_many_is_refused_by_itself(tmp_path: Path) -> None:
    rows = "text,lon,lat\n井盖\n井盖,113.17,35.24\n井盖,113.17,35.24,多\n"
    short, good, wide = lines(table(tmp_path / "in.csv", rows))
    assert "格数" in (short.why or "")
    assert good.report is not None
    assert "格数" in (wide.why or "")
    assert short.words == {"text": "井盖", "lon": "", "lat": ""}


def test_a_fault_is_said_in_words(tmp_path: Path) -> None:
    rows = "text,lon,lat,source,external_deadline\n井盖,abc,35,天上,改天\n"
    [line] = lines(table(tmp_path / "in.csv", rows))
    assert line.why is not None
    for said in ("lon：须为数字", "source：只能是", "external_deadline：须为时刻"):
        assert said in line.why


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026/12/1 9:05", "2026-12-01T09:05"),
        ("2026-12-01 09:05:07", "2026-12-01T09:05:07"),
        ("2026年12月1日 9时5分", "2026-12-01T09:05"),
        ("2026.12.1", "2026-12-02T00:00"),
        ("2026年12月31日", "2027-01-01T00:00"),
    ],
)
def test_a_moment_is_read_as_people_write_it_and_a_day_alone_means_its_end(
    said: str, meant: str
) -> None:
    zone = settings().tz
    assert moment(said, zone) == datetime.fromisoformat(meant).replace(tzinfo=zone)


@pytest.mark.parametrize("said", ["改天", "2026-13-01", "9999-12-31", "2026-12-01T09:00:00+08:00"])
def test_what_is_no_such_moment_stays_as_it_is(said: str) -> None:
    assert moment(said, settings().tz) == said
