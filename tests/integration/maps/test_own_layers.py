"""The example of an own layer, installed beside the built-in ones and cut like them."""

from collections.abc import Iterator
from pathlib import Path

import mapbox_vector_tile
import pytest
from sqlalchemy import text

from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.kernel.settings import settings
from gisgrid.maps import catalogue, install_functions, queries
from gisgrid.maps.catalogue import BadLayer
from gisgrid.maps.rules import Tile
from gisgrid.run import Urls

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "layers"
LAMPS = text("SELECT count(*) FROM asset WHERE kind = 'street_lamp'")


@pytest.fixture
def own_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Settings and catalogue that know the example's folder."""
    monkeypatch.setenv("GISGRID_LAYERS", str(EXAMPLE))
    settings.cache_clear()
    catalogue.cache_clear()
    yield monkeypatch
    monkeypatch.undo()
    settings.cache_clear()
    catalogue.cache_clear()


@pytest.mark.usefixtures("own_folder")
def test_the_owner_installs_it_and_the_app_cuts_it(own_district: Urls) -> None:
    owner = engine_of(own_district.owner)
    with owner.begin() as connection:
        install_functions(connection)
    owner.dispose()
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
