"""What people connect with: GDAL (QGIS's own reader) and OWSLib, against the served program."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from owslib.ogcapi.features import Features

from gisgrid.maps.rules import tile_at
from gisgrid.run import Urls
from tests.conftest import cloned
from tests.databases import Databases, district_template
from tests.integration.maps.test_tiles import MIDDLE
from tests.serving import Serving, ended
from tests.waiting import until

LOGIN = {"login": "dispatcher", "password": "zhongzhan-demo"}
REPORT = {"text": "路灯不亮", "lon": MIDDLE[0], "lat": MIDDLE[1], "class_key": "component/0118"}
needs_gdal = pytest.mark.skipif(
    shutil.which("ogrinfo") is None, reason="GDAL's tools are not here: apt-get install gdal-bin"
)


@pytest.fixture(scope="module")
def district_urls(databases: Databases) -> Iterator[Urls]:
    yield from cloned(databases, "ogc", district_template)


@pytest.fixture(scope="module")
def ogc(district_urls: Urls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    serving = Serving(district_urls, tmp_path_factory.mktemp("ogc"))
    with ended(serving.web()):
        until(serving.answers)
        yield f"{serving.address}/ogc"


def gdal(tool: str, *arguments: str, key: str = "") -> str:
    headers = ["--config", "GDAL_HTTP_HEADERS", f"Authorization: Bearer {key}"] if key else []
    done = subprocess.run(
        [tool, *headers, *arguments], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr + done.stdout
    assert "ERROR" not in done.stderr, done.stderr
    return done.stdout


def root(ogc: str) -> str:
    return ogc.removesuffix("/ogc")


def test_owslib_reads_collections_and_pages(ogc: str) -> None:
    with_features = Features(f"{ogc}/")
    assert "area" in with_features.feature_collections()
    page = with_features.collection_items("area", limit=3)
    assert page["numberReturned"] == 3
    assert with_features.collection_queryables("area")["properties"]["level"]["type"] == "string"
    one = with_features.collection_item("area", page["features"][0]["id"])
    assert one["geometry"] == page["features"][0]["geometry"]


@needs_gdal
def test_gdal_lists_and_counts(ogc: str) -> None:
    listed = gdal("ogrinfo", f"OAPIF:{ogc}/")
    assert "area" in listed
    assert "case" not in listed.replace("case_count", "")
    counted = gdal("ogrinfo", "-al", "-so", f"OAPIF:{ogc}/", "station")
    assert "Feature Count: 58" in counted  # 86 less the 28 units' offices, which have no place
    assert "Geometry: Point" in counted


@needs_gdal
def test_gdal_filters_here_and_writes_a_geopackage(ogc: str, tmp_path: Path) -> None:
    target = tmp_path / "streets.gpkg"
    chosen = ("-where", "level = 'subdistrict'", "-lco", "GEOMETRY_NAME=shape")
    gdal("ogr2ogr", *chosen, str(target), f"OAPIF:{ogc}/", "area")
    written = gdal("ogrinfo", "-al", "-so", str(target))
    assert "Feature Count: 9" in written


@needs_gdal
def test_gdal_reads_a_tile(ogc: str) -> None:
    tile = tile_at(*MIDDLE, 14)
    edition = httpx.get(f"{root(ogc)}/api/grid/edition").json()["id"]
    url = f"{root(ogc)}/tiles/{edition}/grid/{tile.z}/{tile.x}/{tile.y}.mvt"
    read = gdal("ogrinfo", "-al", "-so", f"MVT:{url}")
    assert "Layer name: area" in read


@needs_gdal
def test_gdal_reads_cases_with_a_map_key(ogc: str) -> None:
    with httpx.Client(base_url=root(ogc)) as client:
        assert client.post("/api/reports", json=REPORT).status_code == 201
        assert client.post("/api/session", json=LOGIN).status_code == 201
        made = client.post("/api/me/map-keys", json={"name": "GDAL"})
    key = made.json()["key"]
    counted = gdal("ogrinfo", "-al", "-so", f"OAPIF:{ogc}/", "case", key=key)
    assert "Feature Count: 1\n" in counted
