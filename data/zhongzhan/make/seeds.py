"""Place the seed points of the atoms: streets in town, looser in the hills.

Two rows of seeds run along every river and main road, so that the edge between them
is the river or road itself and borders can follow it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import shapely
from shapely import STRtree

from data.zhongzhan.make.files import dice, source
from data.zhongzhan.make.lattice import metres
from data.zhongzhan.make.lines import XY, Way, along, outline, ways

TOWN_M, HILL_M = 82.0, 128.0
STREETS = math.radians(4.0)  # the streets of the town are turned a little from north
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Seed:
    """A seed point; `bank` says on which side of which river or road it lies."""

    x: float
    y: float
    way: str = ""
    bank: int = 0


@cache
def centres() -> tuple[tuple[XY, float], ...]:
    """Return where people live: the middle and the reach of the built-up ground."""
    rows = source("communities.csv")
    return tuple(
        (metres(float(r["lon"]), float(r["lat"])), 1.5 * float(r["spread_m"]))
        for r in rows
        if r["kind"] != "virtual"
    )


def seeds() -> list[Seed]:
    """Return all seeds: along the lines first, then the ground between them."""
    ground = shapely.box(*shapely.bounds(outline().buffer(200)))
    banks = thin([s for w in ways() for s in beside(w) if ground.contains(shapely.Point(s.x, s.y))])
    return banks + fill(banks)


def beside(way: Way) -> Iterator[Seed]:
    """Return pairs of seeds left and right of a line."""
    for (x, y), (dx, dy) in along(way.path, TOWN_M * 0.8):
        yield Seed(x - dy * way.half_m, y + dx * way.half_m, way.code, 1)
        yield Seed(x + dy * way.half_m, y - dx * way.half_m, way.code, -1)


def thin(found: list[Seed]) -> list[Seed]:
    """Drop seeds that lie within 20 m of an earlier one, where lines cross."""
    tree = STRtree([shapely.Point(s.x, s.y) for s in found])
    pairs = tree.query(tree.geometries, predicate="dwithin", distance=20.0)
    late = {int(b) for a, b in zip(*pairs, strict=True) if a < b}
    return [s for i, s in enumerate(found) if i not in late]


def fill(banks: list[Seed]) -> list[Seed]:
    """Return the seeds between the lines, none closer than half a step to a bank."""
    tree = STRtree([shapely.Point(s.x, s.y) for s in banks])
    found = [s for s in [*town(), *hills()] if wanted(s)]
    places = [shapely.Point(s.x, s.y) for s in found]
    near = set(tree.query(places, predicate="dwithin", distance=TOWN_M * 0.55)[0].tolist())
    return [s for i, s in enumerate(found) if i not in near]


def wanted(seed: Seed) -> bool:
    """Return whether the seed lies in the district or just outside."""
    return bool(shapely.dwithin(outline(), shapely.Point(seed.x, seed.y), 150.0))


def town() -> list[Seed]:
    """Return the seeds of streets: a turned lattice with a little play."""
    return [s for s in grid(TOWN_M, STREETS, 0.10) if built_up(s)]


def hills() -> list[Seed]:
    """Return the seeds of fields and hills: a lattice with much play."""
    return [s for s in grid(HILL_M, 0.3, 0.42) if not built_up(s)]


def built_up(seed: Seed) -> bool:
    """Return whether people live here."""
    return any(math.dist((seed.x, seed.y), xy) < reach for xy, reach in centres())


def grid(step: float, turn: float, play: float) -> Iterator[Seed]:
    """Return a turned lattice over the whole district, each point shifted by up to `play`."""
    roll = dice(f"grid{step}")
    count = int(16_000 / step)
    for i in range(-count, count + 1):
        for j in range(-count, count + 1):
            u = (i + roll.uniform(-play, play)) * step
            v = (j + roll.uniform(-play, play) + (i % 2) * 0.5 * play) * step
            yield warp(u, v, turn)


def warp(u: float, v: float, turn: float) -> Seed:
    """Return a lattice point turned and bent, as streets bend round old villages."""
    a = turn + 0.05 * math.sin(u / 1700.0) + 0.05 * math.cos(v / 1300.0)
    return Seed(u * math.cos(a) - v * math.sin(a), u * math.sin(a) + v * math.cos(a))
