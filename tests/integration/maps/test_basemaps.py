"""Base maps over HTTP: chosen by the reader, drawn under every layer, their hosts alone opened."""

from pathlib import Path

import pytest
import yaml
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session, sessionmaker

from gisgrid.kernel.settings import Settings
from gisgrid.web import create_app
from tests.unit.maps.test_basemaps import ROADS, TIANDITU, pmtiles


@pytest.fixture
def own_maps(tmp_path: Path, web_sessions: sessionmaker[Session]) -> TestClient:
    town = ROADS | {"id": "town", "kind": "pmtiles", "url": [], "file": pmtiles(tmp_path, 2)}
    path = tmp_path / "basemaps.yaml"
    path.write_text(yaml.safe_dump({"basemaps": [ROADS, TIANDITU, town]}), "utf-8")
    return TestClient(create_app(web_sessions, Settings(demo=True, basemaps=path)))


def test_a_reader_chooses_among_the_own_backdrop_and_the_operators_maps(
    district: Session, own_maps: TestClient
) -> None:
    listed = own_maps.get("/api/basemaps").json()
    assert [one["id"] for one in listed] == ["own", "roads", "tianditu", "town"]
    assert [one["approval"] for one in listed] == [None, *["GS(2026)0001号"] * 3]
    usual = own_maps.get("/style.json").json()
    assert "://" not in str(usual["sources"])
    chosen = own_maps.get("/style.json", params={"ground": "tianditu"}).json()
    assert {"ground-0", "ground-1"} <= set(chosen["sources"])
    assert "ground" not in chosen["sources"]
    assert own_maps.get("/style.json", params={"ground": "gone"}).status_code == 404


def test_only_configured_hosts_are_opened(own_maps: TestClient, client: TestClient) -> None:
    policy = own_maps.get("/").headers.get("content-security-policy", "")
    if not policy:
        pytest.skip("the web app is not built: npm ci && npm run build in frontend/")
    assert "connect-src 'self' https://t0.tianditu.gov.cn" in policy
    assert "https://tiles.example.cn" in policy
    assert "http" not in client.get("/").headers["content-security-policy"]


def test_a_pmtiles_file_is_given_in_parts(own_maps: TestClient) -> None:
    part = own_maps.get("/tiles/ground/town.pmtiles", headers={"range": "bytes=0-6"})
    assert (part.status_code, part.content) == (206, b"PMTiles")
    assert own_maps.get("/tiles/ground/roads.pmtiles").status_code == 404
