from dataclasses import replace
from pathlib import Path

import geopandas
import pytest
import shapely

from gisgrid.grid import files
from gisgrid.grid.rules.given import GivenArea
from gisgrid.grid.rules.plan import plan
from gisgrid.kernel.datum import Datum, from_wgs84
from gisgrid.kernel.errors import Invalid
from tests.unit.grid_slice.town import LEVELS, town

ENDINGS = (".geojson", ".gpkg", ".parquet", ".fgb")


def as_text(area: GivenArea) -> GivenArea:
    return replace(area, shape=None)


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_was_written_is_read_again_the_same(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"town{ending}"
    files.write_areas(town(), path)
    again = {area.code: area for area in files.read_areas(path)}
    for area in town():
        assert as_text(again[area.code]) == as_text(area)
        assert shapely.equals_exact(again[area.code].ground, area.ground, 1e-12, normalize=True)


def test_a_projected_shapefile_comes_back_as_degrees(tmp_path: Path) -> None:
    path = tmp_path / "town.shp"
    rows = [{"BM": area.code, "MC": area.name} for area in town()]
    frame = geopandas.GeoDataFrame(rows, geometry=[a.shape for a in town()], crs=4326)
    frame.to_crs(4547).to_file(path, encoding="utf-8")
    columns = files.Columns(code="BM", name="MC")
    for area, given in zip(files.read_areas(path, level="x", columns=columns), town(), strict=True):
        assert (area.code, area.name, area.level) == (given.code, given.name, "x")
        assert shapely.hausdorff_distance(area.ground, given.ground) < 1e-8


def test_gcj02_is_undone_at_the_door(tmp_path: Path) -> None:
    path = tmp_path / "one.geojson"
    lon, lat = from_wgs84(113.2, 35.2, Datum.GCJ02)
    square = shapely.box(lon, lat, lon + 0.01, lat + 0.01)
    geopandas.GeoDataFrame({"code": ["1"]}, geometry=[square], crs=4326).to_file(path)
    (area,) = files.read_areas(path, level="x", datum=Datum.GCJ02)
    assert area.ground.bounds[:2] == pytest.approx((113.2, 35.2), abs=5e-6)


def test_a_code_read_as_a_number_stays_a_code(tmp_path: Path) -> None:
    path = tmp_path / "one.parquet"
    square = shapely.box(0, 0, 1, 1)
    frame = geopandas.GeoDataFrame({"code": [410803001.0]}, geometry=[square], crs=4326)
    frame.to_parquet(path)
    assert files.read_areas(path, level="x")[0].code == "410803001"


def test_what_cannot_be_read_is_said_in_words(tmp_path: Path) -> None:
    nothing, wrong = tmp_path / "no.geojson", tmp_path / "wrong.geojson"
    wrong.write_text("{}", encoding="utf-8")
    with pytest.raises(Invalid, match="there is no such file"):
        files.read_areas(nothing, level="x")
    with pytest.raises(Invalid, match=r"cannot be read|no column"):
        files.read_areas(wrong, level="x")


def test_a_file_without_areas_says_so(tmp_path: Path) -> None:
    path = tmp_path / "empty.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}')
    with pytest.raises(Invalid, match="holds no areas"):
        files.read_areas(path, level="x")


def test_a_missing_column_is_named_with_those_there_are(tmp_path: Path) -> None:
    path = tmp_path / "one.geojson"
    square = shapely.box(0, 0, 1, 1)
    geopandas.GeoDataFrame({"MC": ["甲"]}, geometry=[square], crs=4326).to_file(path)
    with pytest.raises(Invalid, match=r"MC.*--code-column"):
        files.read_areas(path, level="x")
    with pytest.raises(Invalid, match="has no column 'BM'"):
        files.read_areas(path, level="x", columns=files.Columns(code="BM"))
    with pytest.raises(Invalid, match="--level"):
        files.read_areas(path, columns=files.Columns(code="MC"))


def test_an_area_without_a_name_is_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "one.geojson"
    frame = geopandas.GeoDataFrame({"code": ["1"]}, geometry=[shapely.box(0, 0, 1, 1)], crs=4326)
    frame.to_file(path)
    given = files.read_areas(path, level="district")
    assert [one.kind for one in plan(given, LEVELS).problems] == ["no_name"]
