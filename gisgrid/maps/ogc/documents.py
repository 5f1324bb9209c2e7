"""The documents of OGC API: landing page, conformance, collections, tile sets."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from gisgrid.maps.catalogue import Layer
from gisgrid.maps.layer_parts import Lang
from gisgrid.maps.ogc.columns import Kind
from gisgrid.maps.ogc.crs import CRS84, KNOWN
from gisgrid.maps.rules import Box

Document = dict[str, Any]
SPEC: Final = "http://www.opengis.net/spec/"
CONFORMS: Final = (
    *(f"{SPEC}ogcapi-common-1/1.0/conf/{one}" for one in ("core", "landing-page", "json")),
    f"{SPEC}ogcapi-common-2/1.0/conf/collections",
    *(f"{SPEC}ogcapi-features-1/1.0/conf/{one}" for one in ("core", "geojson")),
    f"{SPEC}ogcapi-features-2/1.0/conf/crs",
    *(
        f"{SPEC}ogcapi-features-3/1.0/conf/{one}"
        for one in ("filter", "features-filter", "queryables", "queryables-query-parameters")
    ),
    *(
        f"{SPEC}cql2/1.0/conf/{one}"
        for one in (
            "cql2-text", "cql2-json", "basic-cql2", "advanced-comparison-operators",
            "case-insensitive-comparison", "basic-spatial-functions", "spatial-functions",
            "arithmetic",
        )
    ),
    *(
        f"{SPEC}ogcapi-tiles-1/1.0/conf/{one}"
        for one in ("core", "tileset", "tilesets-list", "mvt")
    ),
    f"{SPEC}tms/2.0/conf/tilematrixset",
)  # fmt: skip
REL: Final = "http://www.opengis.net/def/rel/ogc/1.0/"
GEOJSON: Final = "application/geo+json"
JSON: Final = "application/json"
SCHEMA: Final = "application/schema+json"
MVT: Final = "application/vnd.mapbox-vector-tile"
OPENAPI: Final = "application/vnd.oai.openapi+json;version=3.1"
TYPES: Final[Mapping[Kind, Document]] = {
    "string": {"type": "string"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "time": {"type": "string", "format": "date-time"},
    "geometry": {"format": "geometry-any"},
}


def link(href: str, rel: str, kind: str = JSON, **more: Any) -> Document:
    """Write a link."""
    return {"href": href, "rel": rel, "type": kind, **more}


def landing(root: str, title: str) -> Document:
    """Write the landing page."""
    return {
        "title": title,
        "links": [
            link(f"{root}/", "self"),
            link(f"{root.removesuffix('/ogc')}/openapi.json", "service-desc", OPENAPI),
            link(f"{root}/conformance", "conformance"),
            link(f"{root}/collections", "data"),
            link(f"{root}/tileMatrixSets", f"{REL}tiling-schemes"),
        ],
    }


def collections(root: str, layers: Iterable[Layer], box: Box | None, lang: Lang) -> Document:
    """List the collections: the layers that the reader may see."""
    return {
        "links": [link(f"{root}/collections", "self")],
        "crs": list(KNOWN),
        "collections": [collection(root, layer, box, lang) for layer in layers],
    }


def collection(root: str, layer: Layer, box: Box | None, lang: Lang) -> Document:
    """Describe one collection."""
    here = f"{root}/collections/{layer.id}"
    bounds = [[box.west, box.south, box.east, box.north]] if box else [[-180, -90, 180, 90]]
    return {
        "id": layer.id,
        "title": layer.title.say(lang),
        "description": layer.group.say(lang),
        "itemType": "feature",
        "extent": {"spatial": {"bbox": bounds, "crs": CRS84.uri}},
        "crs": list(KNOWN),
        "storageCrs": CRS84.uri,
        "links": [
            link(here, "self"),
            link(f"{here}/items", "items", GEOJSON),
            link(f"{here}/queryables", f"{REL}queryables", SCHEMA),
            link(f"{here}/tiles", f"{REL}tilesets-vector"),
        ],
    }


def queryables(root: str, layer: Layer, kinds: Mapping[str, Kind], lang: Lang) -> Document:
    """Describe the fields that a filter may name, as a JSON Schema."""
    fields = {name: _field(layer, name, kinds[name], lang) for name in layer.columns()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{root}/collections/{layer.id}/queryables",
        "type": "object",
        "title": layer.title.say(lang),
        "properties": {"geom": {"format": "geometry-any", "x-ogc-role": "primary-geometry"}}
        | fields,
        "additionalProperties": False,
    }


def _field(layer: Layer, name: str, kind: Kind, lang: Lang) -> Document:
    field = layer.fields[name]
    said = {"title": field.say(lang), "description": field.means.say(lang)}
    return {**said, **TYPES[kind], **({"enum": list(field.values)} if field.kind == "code" else {})}
