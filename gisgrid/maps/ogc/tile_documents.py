"""The documents of OGC API Tiles: tile sets of a collection, and the one grid of tiles."""

from collections.abc import Mapping
from math import pi
from typing import Final

from gisgrid.maps.catalogue import Layer
from gisgrid.maps.layer_parts import Lang
from gisgrid.maps.ogc.columns import Kind
from gisgrid.maps.ogc.crs import EPSG
from gisgrid.maps.ogc.documents import MVT, REL, TYPES, Document, link

SQUARE: Final = "WebMercatorQuad"
SQUARE_URI: Final = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
HALF: Final = pi * 6378137.0
PIXEL_M: Final = 0.00028
DEEPEST: Final = 22
SHAPES: Final = {"point": 0, "line": 1, "polygon": 2}


def tilesets(root: str, layer: Layer, lang: Lang) -> Document:
    """List a collection's tile sets: there is one."""
    here = f"{root}/collections/{layer.id}/tiles"
    return {
        "links": [link(here, "self")],
        "tilesets": [_tileset(layer, lang) | {"links": _ways(here)}],
    }


def tileset(root: str, layer: Layer, lang: Lang, kinds: Mapping[str, Kind]) -> Document:
    """Describe a collection's tile set."""
    here = f"{root}/collections/{layer.id}/tiles"
    shape = SHAPES.get(layer.geometry)
    return _tileset(layer, lang) | {
        "links": _ways(here),
        "layers": [
            {
                "id": layer.id,
                "dataType": "vector",
                **({"geometryDimension": shape} if shape is not None else {}),
                "minTileMatrix": str(layer.zoom[0]),
                "maxTileMatrix": str(layer.zoom[1]),
                "propertiesSchema": {
                    "type": "object",
                    "properties": {name: TYPES[kinds[name]] for name in layer.columns()},
                },
            }
        ],
    }


def _tileset(layer: Layer, lang: Lang) -> Document:
    return {
        "title": layer.title.say(lang),
        "dataType": "vector",
        "crs": f"{EPSG}3857",
        "tileMatrixSetURI": SQUARE_URI,
    }


def _ways(here: str) -> list[Document]:
    template = f"{here}/{SQUARE}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}"
    root, _, _ = here.partition("/collections/")
    return [
        link(f"{here}/{SQUARE}", "self"),
        link(f"{root}/tileMatrixSets/{SQUARE}", f"{REL}tiling-scheme"),
        link(template, "item", MVT, templated=True),
    ]


def matrix_sets(root: str) -> Document:
    """List the tile matrix sets: there is one."""
    there = link(f"{root}/tileMatrixSets/{SQUARE}", "self")
    return {"tileMatrixSets": [{"id": SQUARE, "uri": SQUARE_URI, "links": [there]}]}


def matrix_set() -> Document:
    """Describe the web's square grid of tiles (OGC 17-083r4, annex D.1)."""
    return {
        "id": SQUARE,
        "title": "Google Maps Compatible for the World",
        "uri": SQUARE_URI,
        "crs": f"{EPSG}3857",
        "orderedAxes": ["X", "Y"],
        "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
        "tileMatrices": [_matrix(z) for z in range(DEEPEST + 1)],
    }


def _matrix(z: int) -> Document:
    cell = 2 * HALF / (256 << z)
    return {
        "id": str(z),
        "scaleDenominator": cell / PIXEL_M,
        "cellSize": cell,
        "pointOfOrigin": [-HALF, HALF],
        "tileWidth": 256,
        "tileHeight": 256,
        "matrixWidth": 1 << z,
        "matrixHeight": 1 << z,
    }
