"""A file of reports that cannot be read is refused in a sentence, whatever is in it."""

from contextlib import suppress
from pathlib import Path

import geopandas
import pandas
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gisgrid.cases.importing import ReportFile
from gisgrid.kernel.errors import Invalid

A_LINE = shapely.LineString([(113.1, 35.2), (113.2, 35.2)])
SHARED = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(path: Path) -> int:
    """Return how many rows a file holds; it is read to its end."""
    file = ReportFile(path, {}, {})
    return sum(1 for _ in file.lines()) if len(file) else 0


def whole(path: Path) -> bytes:
    """Return a good GeoParquet file."""
    point = geopandas.GeoDataFrame(
        {"text": ["路灯不亮"]}, geometry=[shapely.Point(113.168, 35.235)], crs=4326
    )
    point.to_parquet(path)
    return path.read_bytes()


@pytest.mark.parametrize("kind", [".csv", ".parquet"])
@given(content=st.binary(max_size=300))
@SHARED
def test_any_bytes_are_rows_or_refused(tmp_path: Path, kind: str, content: bytes) -> None:
    path = tmp_path / f"any{kind}"
    path.write_bytes(content)
    with suppress(Invalid):
        assert read(path) >= 0


@given(data=st.data())
@SHARED
def test_a_geoparquet_file_with_a_wrong_byte_is_read_or_refused(
    tmp_path: Path, data: st.DataObject
) -> None:
    path = tmp_path / "one.parquet"
    content = bytearray(whole(path))
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    with suppress(Invalid):
        assert read(path) <= 1


def test_a_table_of_lines_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lines.parquet"
    geopandas.GeoDataFrame({"text": ["a"]}, geometry=[A_LINE], crs=4326).to_parquet(path)
    with pytest.raises(Invalid, match="点状几何，文件里有 LineString"):
        read(path)


def test_rows_without_a_shape_have_no_place(tmp_path: Path) -> None:
    path = tmp_path / "some.parquet"
    points = [shapely.Point(113.168, 35.235), None]
    geopandas.GeoDataFrame({"text": ["a", "b"]}, geometry=points, crs=4326).to_parquet(path)
    there, nowhere = [line.report for line in ReportFile(path, {}, {}).lines()]
    assert there is not None
    assert nowhere is not None
    assert (there.x, there.y) == (113.168, 35.235)
    assert (nowhere.x, nowhere.y) == (None, None)


def test_a_table_of_plain_parquet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "plain.parquet"
    pandas.DataFrame({"text": ["a"], "lon": [113.168], "lat": [35.235]}).to_parquet(path)
    [line] = ReportFile(path, {}, {}).lines()
    assert line.report is not None
    assert line.report.x == 113.168


def test_points_of_a_system_without_a_transformation_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "xian.gpkg"
    point = shapely.Point(38425000, 3901000)
    geopandas.GeoDataFrame({"text": ["a"]}, geometry=[point], crs=2362).to_file(path)
    with pytest.raises(Invalid, match="没有公开的转换参数"):
        read(path)


def test_one_of_several_layers_is_named_and_is_not_the_other(tmp_path: Path) -> None:
    path = tmp_path / "two.gpkg"
    points = geopandas.GeoDataFrame(
        {"text": ["a"]}, geometry=[shapely.Point(113.168, 35.235)], crs=4326
    )
    points.to_file(path, layer="one")
    points.to_file(path, layer="other", mode="a")
    with pytest.raises(Invalid, match="有多个图层"):
        read(path)
    [key], [other] = (
        [line.report.idempotency_key for line in lines if line.report]
        for lines in (
            ReportFile(Path(f"{path}|layername={n}"), {}, {}).lines() for n in ("one", "other")
        )
    )
    assert key != other
