"""Read the sources and write the results, byte for byte the same every time."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

HERE = Path(__file__).resolve().parent.parent
SOURCES = HERE / "sources"
SEED = "zhongzhan-2026"

Value = str | int | float | bool | None | list[str] | dict[str, str | int | float | bool | None]
Row = Mapping[str, Value]
Feature = tuple[Row, BaseGeometry]


def dice(part: str) -> random.Random:
    """Return the random numbers of one part, so that parts do not disturb each other."""
    return random.Random(f"{SEED}/{part}")


def source(name: str) -> list[dict[str, str]]:
    """Read one CSV of the sources."""
    return table(SOURCES / name)


def table(path: Path) -> list[dict[str, str]]:
    """Read a CSV file as rows of text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shapes(path: Path) -> list[Feature]:
    """Read a GeoJSON file as pairs of properties and shape."""
    found = json.loads(path.read_text(encoding="utf-8"))["features"]
    return [(f["properties"], shapely.geometry.shape(f["geometry"])) for f in found]


def write_table(path: Path, rows: Sequence[Row]) -> None:
    """Write rows as CSV; the first row names the columns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        sheet.writeheader()
        sheet.writerows(rows)


def write_shapes(path: Path, features: Iterable[Feature]) -> None:
    """Write features as GeoJSON in WGS84, one feature a line so that a diff can be read."""
    lines = ",\n".join(line(row, shape) for row, shape in features)
    text = f'{{"type": "FeatureCollection", "name": "{path.stem}", "features": [\n{lines}\n]}}\n'
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def line(row: Row, shape: BaseGeometry) -> str:
    """Return one feature as one line of JSON."""
    feature = {"type": "Feature", "properties": row, "geometry": shapely.geometry.mapping(shape)}
    return json.dumps(feature, ensure_ascii=False)
