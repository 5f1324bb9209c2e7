"""Read the files of the demo district for its tests."""

from functools import cache
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from data.zhongzhan.make.files import HERE, Feature, Row, shapes, table

LEVELS = ("district", "subdistrict", "community", "basic_grid")


@cache
def areas(level: str) -> list[Feature]:
    return shapes(HERE / "areas" / f"{level}.geojson")


@cache
def assets() -> list[Feature]:
    return [f for path in sorted((HERE / "assets").glob("*.geojson")) for f in shapes(path)]


def leaves() -> dict[str, BaseGeometry]:
    parents = {row["parent_code"] for level in LEVELS for row, _ in areas(level)}
    every = [f for level in LEVELS for f in areas(level)]
    return {str(row["code"]): shape for row, shape in every if row["code"] not in parents}


def csv_of(name: str) -> list[dict[str, str]]:
    return table(HERE / f"{name}.csv")


def footprint(row: Row) -> BaseGeometry:
    seen: Any = row["footprint"]
    return shapely.geometry.shape(seen)
