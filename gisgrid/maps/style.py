"""The map's style (MapLibre style specification), composed from the base and the layers' files."""

from collections.abc import Sequence
from dataclasses import astuple
from functools import cache
from typing import Any

import yaml

from gisgrid.kernel.folders import folder
from gisgrid.maps.basemaps import Basemap
from gisgrid.maps.catalogue import Layer, StyleLayer, Theme
from gisgrid.maps.layer_parts import Lang
from gisgrid.maps.rules import Box

NAMES: dict[Lang, list[Any]] = {
    "zh": ["coalesce", ["get", "name"], ["get", "name_zh"]],
    "en": ["coalesce", ["get", "name_en"], ["get", "name"], ["get", "name_zh"]],
}


@cache
def base() -> dict[str, Any]:
    """Read tiles/base.yaml: the palettes and the layers of the ground."""
    found: dict[str, Any] = yaml.safe_load((folder("tiles") / "base.yaml").read_text("utf-8"))
    return found


def style_document(
    layers: Sequence[Layer],
    edition_id: int,
    box: Box | None,
    *,
    theme: Theme,
    lang: Lang,
    ground: Basemap | None = None,
) -> dict[str, Any]:
    """Compose the style for a reader's layers; the names in it speak one language.

    Without a base map the ground is the own backdrop.
    """
    ceilings = {t.layer: t.zoom for layer in layers if (t := layer.takes_over)}
    drawn = [
        drawing(layer, number, ceilings.get(layer.id))
        for layer in layers
        for number in range(len(layer.style))
    ]
    under = ground_layers(ground, lang)
    ordered = under + sorted(drawn, key=lambda one: one["type"] == "symbol")
    return {
        "version": 8,
        "name": "gisgrid",
        "metadata": {"edition": edition_id, "theme": theme, "bounds": box and astuple(box)},
        "sources": ground_sources(ground, lang) | sources(layers, edition_id),
        "layers": fill(ordered, base()["palette"][theme], lang),
    }


def sources(layers: Sequence[Layer], edition_id: int) -> dict[str, Any]:
    """Name where features come from: one bundle of borders, one source a layer."""
    found: dict[str, Any] = {}
    for layer in layers:
        path = f"/tiles/{edition_id}/grid" if layer.bundle else f"/tiles/{layer.id}"
        found[source_of(layer)] = {
            "type": "vector",
            "tiles": [f"{path}/{{z}}/{{x}}/{{y}}.mvt"],
            "minzoom": 8 if layer.bundle else layer.zoom[0],
            "maxzoom": 16,
        }
    return found


def ground_sources(ground: Basemap | None, lang: Lang) -> dict[str, Any]:
    """Name where the ground comes from: the own backdrop, or one source a layer of a base map."""
    if ground is None:
        return {"ground": {"type": "geojson", "data": "/backdrop.geojson"}}
    common = {
        "type": "vector" if ground.is_vector else "raster",
        "minzoom": ground.zoom[0],
        "maxzoom": ground.zoom[1],
        "attribution": ground.said_with_it(lang),
    }
    size = {} if ground.is_vector else {"tileSize": ground.tile_px}
    return {
        f"ground-{number}": {**common, **size, "tiles": tiles}
        for number, tiles in enumerate(ground.templates(lang))
    }


def ground_layers(ground: Basemap | None, lang: Lang) -> list[StyleLayer]:
    """Draw the ground: the backdrop's layers, or the plain land and the base map on it."""
    drawn: list[StyleLayer] = base()["layers"]
    if ground is None:
        return drawn
    pictures = ground_sources(ground, lang)
    own = ({"type": "raster", "source": source} for source in pictures)
    styled = ({**one, "source": "ground-0"} for one in ground.style)
    found = [{"id": f"ground-{n}", **one} for n, one in enumerate(styled if ground.style else own)]
    return [one for one in drawn if one["type"] == "background"] + found


def source_of(layer: Layer) -> str:
    """Name the source of a layer; all borders of an edition come in one."""
    return layer.bundle or layer.id


def drawing(layer: Layer, number: int, ceiling: int | None) -> StyleLayer:
    """Complete one style layer of a layer's file: its id, source, and zooms."""
    own = dict(layer.style[number])
    own.setdefault("id", f"{layer.id}-{number}")
    own |= {"source": source_of(layer), "source-layer": layer.id}
    own.setdefault("minzoom", layer.zoom[0])
    own["maxzoom"] = min(own.get("maxzoom", 24), ceiling or 24)
    own["metadata"] = {"layer": layer.id}
    own["layout"] = {"visibility": "visible" if layer.shown else "none"} | own.get("layout", {})
    return own


def fill(part: Any, palette: dict[str, str], lang: Lang) -> Any:
    """Put colours in the place of @names, and the language's expression in that of @name."""
    if isinstance(part, dict):
        return {key: fill(value, palette, lang) for key, value in part.items()}
    if isinstance(part, list):
        return [fill(value, palette, lang) for value in part]
    if part == "@name":
        return NAMES[lang]
    if isinstance(part, str) and "@" in part:
        mark, _, colour = part.rpartition("@")
        return mark + palette[colour]
    return part
