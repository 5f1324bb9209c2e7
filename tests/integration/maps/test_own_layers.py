"""The example of an own layer, installed beside the built-in ones and cut like them."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copy
from typing import Any

import mapbox_vector_tile
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.kernel.settings import settings
from gisgrid.maps import catalogue, install_functions, queries
from gisgrid.maps.catalogue import HELD, BadLayer, Held
from gisgrid.maps.rules import Tile
from gisgrid.run import Urls
from tests.integration.maps.ways import TWICE, seen_by

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "layers"
LAMPS = text("SELECT count(*) FROM asset WHERE kind = 'street_lamp'")


@pytest.fixture
def own_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Settings and catalogue that know the example's folder."""
    monkeypatch.setenv("GISGRID_LAYERS", str(EXAMPLE))
    settings.cache_clear()
    HELD.forget()
    yield monkeypatch
    monkeypatch.undo()
    settings.cache_clear()
    HELD.forget()


@pytest.mark.usefixtures("own_folder")
def test_the_owner_installs_it_and_the_app_cuts_it(own_district: Urls) -> None:
    installed(own_district)
    assert "street_lamp" in catalogue()
    app = engine_of(own_district.app)
    with sessions_of(app)() as tx:
        content = queries.cut(tx, catalogue()["street_lamp"], Tile(0, 0, 0), "{}")
        shown = mapbox_vector_tile.decode(content)["street_lamp"]["features"]
        assert len(shown) == tx.scalar(LAMPS) > 0
    app.dispose()


def test_a_folder_with_a_fault_installs_nothing(
    own_folder: pytest.MonkeyPatch, own_database: Urls, tmp_path: Path
) -> None:
    (tmp_path / "layer_bad.sql").write_text("DROP TABLE asset;", "utf-8")
    own_folder.setenv("GISGRID_LAYERS", str(tmp_path))
    settings.cache_clear()
    owner = engine_of(own_database.owner)
    with owner.begin() as connection, pytest.raises(BadLayer, match="no layer names"):
        install_functions(connection)
    owner.dispose()


def installed(own_district: Urls) -> None:
    owner = engine_of(own_district.owner)
    with owner.begin() as connection:
        install_functions(connection)
    owner.dispose()


@pytest.fixture
def folder(own_folder: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder of own layers without any yet."""
    own_folder.setenv("GISGRID_LAYERS", str(tmp_path))
    settings.cache_clear()
    return tmp_path


WAYS = (
    "/tiles/street_lamp/0/0/0.mvt",
    "/ogc/collections/street_lamp/items",
    "/ogc/collections/street_lamp/tiles/WebMercatorQuad/0/0/0",
)


def test_a_running_process_takes_up_what_is_installed(
    folder: Path, path: TestClient, own_district: Urls, tokens: dict[str, str]
) -> None:
    def asked(**more: Any) -> list[int]:
        return [seen_by(path, tokens["dispatcher"], one, **more).status_code for one in WAYS]

    assert asked() == [404, 404, 404]
    for name in ("street_lamp.yaml", "layer_street_lamp.sql"):
        copy(EXAMPLE / name, folder)
    assert asked() == [404, 404, 404], "what is not installed is not there"
    installed(own_district)
    assert asked() == asked() == asked(headers=TWICE) == [200, 200, 200]
    assert "street_lamp" in seen_by(path, tokens["dispatcher"], "/style.json").text
    for file in folder.iterdir():
        file.unlink()
    installed(own_district)
    assert asked() == asked(headers=TWICE) == [404, 404, 404]


def test_no_tile_of_a_function_of_before_is_kept(
    folder: Path,
    path: TestClient,
    own_district: Urls,
    tokens: dict[str, str],
    committed: sessionmaker[Session],
) -> None:
    def shown() -> tuple[int, int]:
        tile = seen_by(path, tokens["dispatcher"], WAYS[0]).content
        features = mapbox_vector_tile.decode(tile)["street_lamp"]["features"]
        page = seen_by(path, tokens["dispatcher"], f"{WAYS[1]}?limit=10000").json()
        return len(features), page["numberReturned"]

    for name in ("street_lamp.yaml", "layer_street_lamp.sql"):
        copy(EXAMPLE / name, folder)
    installed(own_district)
    with committed() as tx:
        lamps = tx.scalar(LAMPS) or 0
    assert shown() == shown() == (lamps, lamps)
    function = folder / "layer_street_lamp.sql"
    function.write_text(function.read_text("utf-8").replace("WHERE", "WHERE a.id % 2 = 0 AND"))
    installed(own_district)
    tiles, pages = shown()
    assert 0 < tiles == pages < lamps


def test_files_that_became_faulty_leave_the_layers_of_before(folder: Path) -> None:
    held = Held()
    held.keep_up(1)
    before = held.layers()
    (folder / "bad.yaml").write_text("id: worse", "utf-8")
    held.keep_up(2)
    assert held.layers() is before
    (folder / "bad.yaml").unlink()
    held.keep_up(3)
    assert held.layers() == before
