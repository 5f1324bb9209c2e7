"""What the simulated district consists of: a plain value; planning needs no database."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely


@dataclass(frozen=True, slots=True)
class Leaf:
    """One area that reports come from; `weight` is its share of the population."""

    area_id: int
    codes: tuple[str, ...]
    name: str
    polygon: shapely.Polygon | shapely.MultiPolygon
    weight: float


@dataclass(frozen=True, slots=True)
class Kind:
    """One class of the class book with the filing conditions that may be found."""

    class_id: int
    domain: str
    name: str
    conditions: tuple[str, ...]
    needs_place: bool
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A named place that people mention."""

    name: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class World:
    """Everything a report may be about."""

    leaves: Sequence[Leaf]
    kinds: Sequence[Kind]
    spots: Sequence[Spot]

    def of(self, *domains: str) -> list[Kind]:
        """Return the classes of these domains."""
        return [kind for kind in self.kinds if kind.domain in domains]


def point_in(leaf: Leaf, rng: np.random.Generator) -> tuple[float, float]:
    """Draw a point uniformly inside an area (rejection from its box), lon and lat in degrees."""
    west, south, east, north = leaf.polygon.bounds
    shapely.prepare(leaf.polygon)
    while True:
        lon, lat = rng.uniform(west, east), rng.uniform(south, north)
        if shapely.contains_xy(leaf.polygon, lon, lat):
            return round(float(lon), 7), round(float(lat), 7)


def metres_apart(lon: float, lat: float, to: Sequence[float]) -> float:
    """Return the distance to a point nearby, good to 0.5 % within a district."""
    east = (lon - to[0]) * 111_320 * math.cos(math.radians(lat))
    north = (lat - to[1]) * 110_950
    return math.hypot(east, north)
