"""Draw a quiet base map that needs no network: hills, built-up ground, water, streets."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import shapely
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from data.zhongzhan.make.files import Feature, Row, dice, write_shapes
from data.zhongzhan.make.lattice import metres, to_degrees
from data.zhongzhan.make.leaves import communities
from data.zhongzhan.make.lines import outline, ways
from data.zhongzhan.make.seeds import STREETS, TOWN_M, warp

HILL_FOOT = ((35.2690, "low"), (35.2930, "middle"), (35.3190, "high"))
SPRAWL = {"residents": 1.7, "villagers": 1.15, "virtual": 0.6}
PONDS = ((113.1540, 35.3010, 210.0), (113.1290, 35.2845, 150.0), (113.1705, 35.2120, 130.0))


def backdrop() -> list[Feature]:
    """Return the base map, what lies below first."""
    return [*hills(), *built_up(), *water(), *streets(), *main_roads()]


def hills() -> Iterator[Feature]:
    """Return three steps of green towards the north."""
    for lat, step in HILL_FOOT:
        ground = Polygon([*foot(lat), metres(113.30, 35.40), metres(113.00, 35.40)])
        green = ground.intersection(outline()).difference(villages())
        yield feature("hills", step, ("", ""), green.simplify(15))


def foot(lat: float) -> list[tuple[float, float]]:
    """Return the wavy southern edge of a step of the hills, from west to east."""
    _, north = metres(113.0, lat)
    steps = (-6000.0 + 150.0 * i for i in range(81))
    return [(x, north + 330 * math.sin(x / 900 + lat) + 190 * math.sin(x / 310)) for x in steps]


def villages() -> BaseGeometry:
    """Return the built-up ground: an uneven patch round the middle of every community."""
    return shapely.union_all([patch(row, xy) for row, xy in communities()])


def patch(row: dict[str, str], xy: tuple[float, float]) -> Polygon:
    """Return the built-up patch of one community."""
    roll = dice(f"patch{row['code']}")
    size = float(row["spread_m"]) * SPRAWL[row["kind"]]
    turns = [2 * math.pi * i / 14 for i in range(14)]
    spokes = [(a, size * roll.uniform(0.8, 1.15)) for a in turns]
    return Polygon([(xy[0] + r * math.cos(a), xy[1] + r * math.sin(a)) for a, r in spokes])


def built_up() -> Iterator[Feature]:
    """Return the built-up patches, joined where they touch."""
    ground = villages().intersection(outline())
    for part in shapely.get_parts(ground.buffer(20, quad_segs=1).buffer(-20, quad_segs=1)):
        yield feature("built_up", "", ("", ""), part.intersection(outline()).simplify(10))


def water() -> Iterator[Feature]:
    """Return ponds, and the rivers both as lines and as their beds."""
    for lon, lat, size in PONDS:
        yield feature("water", "pond", ("", ""), pond(lon, lat, size))
    for way in ways():
        if way.kind == "river":
            names, path = (way.name_zh, way.name_en), way.path.intersection(outline())
            bed = path.buffer(way.half_m, quad_segs=2).intersection(outline())
            yield feature("water", "bed", names, bed.simplify(3))
            yield feature("river", "line", names, path)


def pond(lon: float, lat: float, size: float) -> Polygon:
    """Return a pond with an uneven shore."""
    roll, (x, y) = dice(f"pond{lon}"), metres(lon, lat)
    spokes = [(2 * math.pi * i / 16, size * roll.uniform(0.7, 1.1)) for i in range(16)]
    return Polygon([(x + r * math.cos(a), y + 0.7 * r * math.sin(a)) for a, r in spokes])


def main_roads() -> Iterator[Feature]:
    """Return main roads and the expressway."""
    for way in ways():
        if way.kind != "river":
            path = way.path.intersection(outline())
            yield feature("road", way.kind, (way.name_zh, way.name_en), path)


def streets() -> Iterator[Feature]:
    """Return the streets of town and villages, which the borders of the grid follow."""
    ground = villages().intersection(outline()).buffer(-25)
    for i in range(-150, 151, 2):
        for across in (False, True):
            cut = street(i + 0.5, across=across).intersection(ground)
            for part in shapely.get_parts(cut):
                if part.length > 120:
                    yield feature("road", "street", ("", ""), part.simplify(4))


def street(row: float, *, across: bool) -> LineString:
    """Return one line of the bent lattice on which the seeds of the town stand."""
    steps = [float(j) * TOWN_M for j in range(-150, 151)]
    ends = [(row * TOWN_M, s) if across else (s, row * TOWN_M) for s in steps]
    seeds = [warp(u, v, STREETS) for u, v in ends]
    return LineString([Point(s.x, s.y) for s in seeds])


def feature(kind: str, step: str, names: tuple[str, str], shape: BaseGeometry) -> Feature:
    """Return one feature of the base map."""
    row: Row = {
        "kind": kind,
        "class": step,
        "name_zh": names[0],
        "name_en": names[1],
        "synthetic": True,
    }
    return row, to_degrees(shape)


def write(folder: Path) -> None:
    """Write the base map."""
    write_shapes(folder / "backdrop.geojson", backdrop())
