"""Every layer is a file beside the function that cuts it, and the two agree."""

import mapbox_vector_tile
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.maps import catalogue, queries
from gisgrid.maps.functions import function_files
from gisgrid.maps.rules import Tile

LAYERS = catalogue()
COLUMNS = text("""
    SELECT a.name FROM pg_proc p, unnest(p.proargnames, p.proargmodes) AS a(name, mode)
    WHERE p.pronamespace = 'map'::regnamespace AND p.proname = :function AND a.mode = 't'
""")
TRAITS = text("""
    SELECT l.lanname, p.provolatile, p.proparallel
    FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
    WHERE p.pronamespace = 'map'::regnamespace AND p.proname = :function
""")
FILTER = '{"at": "2026-11-23T08:00:00+00:00", "edition": 1, "roots": [1], "mine": null}'


@pytest.mark.parametrize("name", LAYERS)
def test_every_layer_shows_what_its_function_gives(tx: Session, name: str) -> None:
    layer = LAYERS[name]
    given = set(tx.scalars(COLUMNS, {"function": layer.source}))
    assert given == {"id", "geom", *layer.fields}


@pytest.mark.parametrize("name", LAYERS)
def test_the_planner_sees_through_every_layer(tx: Session, name: str) -> None:
    row = tx.execute(TRAITS, {"function": LAYERS[name].source}).one()
    assert tuple(row) == ("sql", "s", "s")


@pytest.mark.parametrize("name", LAYERS)
def test_every_layer_cuts_a_tile(tx: Session, name: str) -> None:
    for z, x, y in ((10, 833, 404), (14, 13342, 6477)):
        content = queries.cut(tx, LAYERS[name], Tile(z, x, y), FILTER)
        assert isinstance(mapbox_vector_tile.decode(content), dict)


def test_every_function_of_a_layer_has_its_file() -> None:
    cut = {path.stem for path in function_files() if path.stem.startswith("layer_")}
    assert cut == {layer.source for layer in LAYERS.values()}
