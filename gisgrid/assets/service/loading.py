"""Load assets and named places from a district's folder; loading again changes nothing."""

import csv
import json
from pathlib import Path
from typing import Any

import shapely
from sqlalchemy.orm import Session

from gisgrid import grid, identity
from gisgrid.assets import queries
from gisgrid.assets.service.joining import join_to_grid

Feature = dict[str, Any]


def load_assets(tx: Session, folder: Path) -> int:
    """Load kinds, assets and places, and join them to the edition in force.

    Returns how many were new or changed.
    """
    kinds = _table(folder / "asset_kinds.csv")
    tx.execute(queries.sql("write_kinds"), _kind_columns(kinds))
    files = sorted((folder / "assets").glob("*.geojson"))
    assets = [feature for path in files for feature in _features(path)]
    stations = {one.unit_code: one.id for one in identity.every_station(tx) if one.unit_code}
    changed = queries.write(tx, "write_assets", _asset_columns(assets, stations))
    places = _features(folder / "places.geojson")
    changed += queries.write(tx, "write_places", _place_columns(tx, places))
    if changed:
        queries.new_version(tx)
        join_to_grid(tx, grid.current_edition(tx).id)
    return changed


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _features(path: Path) -> list[Feature]:
    features: list[Feature] = json.loads(path.read_text(encoding="utf-8"))["features"]
    return features


def _kind_columns(rows: list[dict[str, str]]) -> dict[str, list[str | None]]:
    columns = {
        "codes": "kind",
        "names": "name_zh",
        "names_en": "name_en",
        "geometries": "geometry",
        "icons": "icon",
        "groups": "group",
    }
    return {ours: [row[theirs] or None for row in rows] for ours, theirs in columns.items()}


def _asset_columns(features: list[Feature], stations: dict[str, int]) -> dict[str, list[Any]]:
    rows = [feature["properties"] for feature in features]
    return _shared_columns(features) | {
        "owners": [row["owner"] or None for row in rows],
        "stations": [stations.get(row["owner_unit"], 0) for row in rows],
        "attrs": [json.dumps(row["attributes"], ensure_ascii=False) for row in rows],
        "retired": [bool(row.get("retired")) for row in rows],
        "footprints": [_wkb(row.get("footprint")) for row in rows],
    }


def _place_columns(tx: Session, features: list[Feature]) -> dict[str, list[Any]]:
    points = [feature["geometry"]["coordinates"] for feature in features]
    located = grid.locate_many(tx, [p[0] for p in points], [p[1] for p in points])
    aliases = [feature["properties"]["aliases"] for feature in features]
    return _shared_columns(features) | {
        "aliases": [json.dumps(some, ensure_ascii=False) for some in aliases],
        "areas": located.leaf.tolist(),
    }


def _shared_columns(features: list[Feature]) -> dict[str, list[Any]]:
    columns = {
        "kinds": "kind",
        "codes": "code",
        "names": "name_zh",
        "names_en": "name_en",
        "synthetic": "synthetic",
    }
    found = {ours: [f["properties"][theirs] for f in features] for ours, theirs in columns.items()}
    return found | {"wkbs": [_wkb(feature["geometry"]) for feature in features]}


def _wkb(geometry: dict[str, Any] | None) -> bytes | None:
    return shapely.to_wkb(shapely.geometry.shape(geometry)) if geometry else None
