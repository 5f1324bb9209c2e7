"""What MapLibre's own tools say: every style is valid, every layer's tiles can be read."""

import base64
import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from gisgrid import grid
from gisgrid.maps import catalogue
from gisgrid.maps.basemaps import Basemap
from gisgrid.maps.catalogue import Theme
from gisgrid.maps.layer_parts import Lang
from gisgrid.maps.rules import Box
from gisgrid.maps.style import style_document
from tests.integration.maps.test_tiles import address, as_login, reported
from tests.unit.maps.test_basemaps import ROADS, TIANDITU

FRONTEND = Path(__file__).parents[3] / "frontend"
FONTS = {"font-faces": {"Noto Sans SC Variable": [{"url": "https://here/a.woff2"}]}}
SAFE = 2**53


def judged(styles: Mapping[str, Any], tiles: Mapping[str, bytes]) -> Any:
    """Have MapLibre's tools look at styles and tiles."""
    node = shutil.which("node")
    if node is None or not (FRONTEND / "node_modules").exists():
        pytest.skip("there is no node, or no node_modules: npm ci in frontend/")
    coded = {name: base64.b64encode(content).decode() for name, content in tiles.items()}
    said = json.dumps({"styles": styles, "tiles": coded})
    asked = [node, str(FRONTEND / "tests" / "maps.mjs")]
    done = subprocess.run(asked, input=said, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_style_is_valid_in_both_themes_and_languages() -> None:
    layers, box = list(catalogue().values()), Box(113.0, 35.0, 113.2, 35.4)
    grounds = (None, Basemap.model_validate(ROADS), Basemap.model_validate(TIANDITU))
    styles = {
        f"{theme} {lang} {ground.id if ground else 'own'}": {
            **style_document(layers, 7, box, theme=theme, lang=lang, ground=ground),
            **FONTS,
        }
        for theme in get_args(Theme)
        for lang in get_args(Lang)
        for ground in grounds
    }
    assert len(styles) == 12
    assert judged(styles, {})["faults"] == []
    broken = {"broken": {"version": 8, "sources": {}, "layers": [{"id": "a", "type": "fil"}]}}
    assert judged(broken, {})["faults"] != []


def test_every_layer_is_read_by_mapbox_vector_tile(
    district: Session, client: TestClient, sign_in: Callable[[str], None]
) -> None:
    for number in range(6):
        reported(client, number)
    as_login(district, sign_in, "dispatcher")
    edition = grid.current_edition(district).id
    tiles = {
        f"{name} {zoom}": client.get(
            address(f"{edition}/grid" if layer.bundle else name, zoom)
        ).content
        for name, layer in catalogue().items()
        for zoom in (9, 12, 15)
    }
    read = judged({}, tiles)["tiles"]
    shown = set()
    for place, layers in read.items():
        name = place.split()[0]
        for one in layers.get(name, []):
            shown.add(name)
            assert 0 < one["id"] < SAFE, "JavaScript cannot count so far: send it as text"
            assert (one["extent"], one["parts"] > 0) == (4096, True)
            assert set(one["properties"]) <= set(catalogue()[name].fields)
            numbers = [n for n in one["properties"].values() if isinstance(n, int | float)]
            assert all(abs(n) < SAFE for n in numbers)
    assert {"area", "border", "area_label", "case", "case_count", "station", "river"} <= shown
