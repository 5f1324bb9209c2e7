"""Read the leaves back from the files of areas, in local metres."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import shapely
from shapely import Point, Polygon
from shapely.geometry.base import BaseGeometry

from data.zhongzhan.make.files import Row, shapes, source
from data.zhongzhan.make.lattice import metres, to_metres
from data.zhongzhan.make.lines import XY, outline

STREET_TURN = math.radians(4.0)


@dataclass(frozen=True)
class Leaf:
    """A leaf of the grid with the middle and the radius of the largest circle in it."""

    code: str
    community: str
    kind: str
    name_zh: str
    name_en: str
    shape: Polygon
    middle: XY
    radius_m: float


@cache
def leaves(folder: Path) -> tuple[Leaf, ...]:
    """Return every leaf: the basic grids and the communities without any."""
    grids = shapes(folder / "areas" / "basic_grid.geojson")
    filled = {row["parent_code"] for row, _ in grids}
    whole = shapes(folder / "areas" / "community.geojson")
    bare = [(row, shape) for row, shape in whole if row["code"] not in filled]
    return tuple(leaf(row, shape) for row, shape in [*grids, *bare])


def leaf(row: Row, shape: BaseGeometry) -> Leaf:
    """Return one leaf in local metres."""
    code = str(row["code"])
    polygon = Polygon(shapely.get_parts(to_metres(shape))[0])
    (a, b) = shapely.maximum_inscribed_circle(polygon, tolerance=5.0).coords
    names = str(row["name_zh"]), str(row["name_en"])
    middle, radius_m = (a[0], a[1]), math.dist(a, b)
    return Leaf(code, code[:12], str(row["kind"]), *names, polygon, middle, radius_m)


def of_community(folder: Path, code: str) -> list[Leaf]:
    """Return the ordinary leaves of a community, the most lived-in (smallest) first."""
    own = [x for x in leaves(folder) if x.community == code and x.kind in ("general", "virtual")]
    return sorted(own, key=lambda x: (x.shape.area, x.code))


def at(folder: Path, xy: XY) -> Leaf:
    """Return the leaf at a point, or the nearest one."""
    return min(leaves(folder), key=lambda x: (x.shape.distance(Point(xy)), x.code))


def somewhere(roll: Random, leaf_: Leaf) -> XY:
    """Return a random place well inside a leaf."""
    angle, reach = roll.uniform(0, 2 * math.pi), leaf_.radius_m * 0.7 * roll.random() ** 0.5
    return leaf_.middle[0] + reach * math.cos(angle), leaf_.middle[1] + reach * math.sin(angle)


def block(middle: XY, east_m: float, north_m: float) -> Polygon:
    """Return a rectangle along the streets of the town."""
    box = shapely.box(
        middle[0] - east_m / 2,
        middle[1] - north_m / 2,
        middle[0] + east_m / 2,
        middle[1] + north_m / 2,
    )
    return turned(box, STREET_TURN)


def ground(row: dict[str, str]) -> Polygon:
    """Return the rectangle of a row of sites or greens, cut at the district's outline."""
    middle = metres(float(row["lon"]), float(row["lat"]))
    whole = block(middle, float(row["east_m"]), float(row["north_m"]))
    return Polygon(shapely.get_parts(whole.intersection(outline()))[0])


def turned(shape: Polygon, angle: float) -> Polygon:
    """Return a polygon turned about its middle, counter-clockwise."""
    x, y, cos, sin = shape.centroid.x, shape.centroid.y, math.cos(angle), math.sin(angle)
    ring = [
        (x + (a - x) * cos - (b - y) * sin, y + (a - x) * sin + (b - y) * cos)
        for a, b in shape.exterior.coords
    ]
    return Polygon(ring)


@cache
def communities() -> tuple[tuple[dict[str, str], XY], ...]:
    """Return every community of the source with its middle."""
    rows: Sequence[dict[str, str]] = source("communities.csv")
    return tuple((r, metres(float(r["lon"]), float(r["lat"]))) for r in rows)
