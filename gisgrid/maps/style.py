"""The map's style (MapLibre style specification), composed from the base and the layers' files."""

from collections.abc import Sequence
from dataclasses import astuple
from functools import cache
from typing import Any

import yaml

from gisgrid.kernel.folders import folder
from gisgrid.maps.catalogue import Lang, Layer, StyleLayer, Theme
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
    layers: Sequence[Layer], edition_id: int, box: Box | None, *, theme: Theme, lang: Lang
) -> dict[str, Any]:
    """Compose the style for a reader's layers; the names in it speak one language."""
    ceilings = {t.layer: t.zoom for layer in layers if (t := layer.takes_over)}
    drawn = [
        drawing(layer, number, ceilings.get(layer.id))
        for layer in layers
        for number in range(len(layer.style))
    ]
    document = {
        "version": 8,
        "name": "gisgrid",
        "metadata": {"edition": edition_id, "theme": theme, "bounds": box and astuple(box)},
        "sources": sources(layers, edition_id),
        "layers": base()["layers"] + sorted(drawn, key=lambda one: one["type"] == "symbol"),
    }
    filled: dict[str, Any] = fill(document, base()["palette"][theme], lang)
    return filled


def sources(layers: Sequence[Layer], edition_id: int) -> dict[str, Any]:
    """Name where features come from: the ground, one bundle of borders, one source a layer."""
    found: dict[str, Any] = {"ground": {"type": "geojson", "data": "/backdrop.geojson"}}
    for layer in layers:
        path = f"/tiles/{edition_id}/grid" if layer.bundle else f"/tiles/{layer.id}"
        found[source_of(layer)] = {
            "type": "vector",
            "tiles": [f"{path}/{{z}}/{{x}}/{{y}}.mvt"],
            "minzoom": 8 if layer.bundle else layer.zoom[0],
            "maxzoom": 16,
        }
    return found


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
