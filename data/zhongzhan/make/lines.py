"""Draw the rivers and main roads: the skeleton that borders and backdrop share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import shapely
from shapely import LineString, Polygon

from data.zhongzhan.make.files import SOURCES, dice, shapes, source
from data.zhongzhan.make.lattice import metres, to_metres

XY = tuple[float, float]
WIGGLE_M = {"river": 45.0, "road": 10.0, "expressway": 4.0}


@dataclass(frozen=True)
class Way:
    """A river or road in local metres; crossing it costs a border `cross_m` of detour."""

    code: str
    kind: str
    name_zh: str
    name_en: str
    half_m: float
    cross_m: float
    path: LineString


@cache
def outline() -> Polygon:
    """Return the real outline of the district in local metres."""
    _, shape = shapes(SOURCES / "outline_tianditu.geojson")[0]
    (polygon,) = shapely.get_parts(to_metres(shape))
    return Polygon(polygon)


@cache
def ways() -> tuple[Way, ...]:
    """Return every river and main road."""
    return tuple(way(row) for row in source("lines.csv"))


def named(code: str) -> Way:
    """Return one river or road by its code."""
    return next(w for w in ways() if w.code == code)


def inside(way: Way) -> LineString:
    """Return the longest part of a line that lies in the district."""
    parts = shapely.get_parts(way.path.intersection(outline()))
    return LineString(max(parts, key=shapely.length))


def way(row: dict[str, str]) -> Way:
    """Return one line of the table, smoothed and given a natural wiggle."""
    path = roughen(smooth(control(row["points"])), WIGGLE_M[row["kind"]], row["code"])
    return Way(
        row["code"],
        row["kind"],
        row["name_zh"],
        row["name_en"],
        float(row["half_m"]),
        float(row["cross_m"]),
        path,
    )


def control(text: str) -> list[XY]:
    """Return `lon lat;lon lat` as local metres."""
    pairs = (point.split() for point in text.split(";"))
    return [metres(float(lon), float(lat)) for lon, lat in pairs]


def smooth(points: list[XY]) -> LineString:
    """Return a Catmull-Rom curve through the points, eight steps between two of them."""
    ends = [points[0], *points, points[-1]]
    curve = [bend(ends[i : i + 4], step / 8) for i in range(len(points) - 1) for step in range(8)]
    return LineString([*curve, points[-1]])


def bend(four: list[XY], t: float) -> XY:
    """Return the Catmull-Rom point at `t` between the second and the third of four points."""
    a, b, c, d = four
    return blend(a[0], b[0], c[0], d[0], t), blend(a[1], b[1], c[1], d[1], t)


def blend(a: float, b: float, c: float, d: float, t: float) -> float:
    """Return one coordinate of a Catmull-Rom point."""
    cubic = (3 * b - a - 3 * c + d) * t * t * t
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + cubic)


def roughen(path: LineString, wiggle_m: float, seed: str) -> LineString:
    """Shift the inner vertices at random, so that a line looks surveyed rather than drawn."""
    roll = dice(seed)
    inner = [
        (x + roll.uniform(-1, 1) * wiggle_m, y + roll.uniform(-1, 1) * wiggle_m)
        for x, y in path.coords[1:-1]
    ]
    return LineString([path.coords[0], *inner, path.coords[-1]])


def along(path: LineString, step_m: float) -> list[tuple[XY, XY]]:
    """Return points every `step_m` with the unit direction of the line there."""
    stops = [path.interpolate(d * step_m) for d in range(int(path.length / step_m) + 1)]
    ahead = [path.interpolate(d * step_m + 1.0) for d in range(len(stops))]
    pairs = [((p.x, p.y), (q.x - p.x, q.y - p.y)) for p, q in zip(stops, ahead, strict=True)]
    return [(p, unit(v)) for p, v in pairs if v != (0.0, 0.0)]


def unit(v: XY) -> XY:
    """Return the direction of a vector."""
    size = (v[0] * v[0] + v[1] * v[1]) ** 0.5
    return v[0] / size, v[1] / size
