"""Which detection is a repeat: the same device, class and place as an open case.

A camera sees the same heap every few minutes. What it says again within the class's radius and
days is counted at the oldest open case, and makes no other. What policy would act upon without a
person is never hidden behind a case that waits for one.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from gisgrid.cases.rules.intake import MACHINES, NewReport

EARTH_M: Final = 6_371_008.8
DEGREE_M: Final = 110_000.0
"""A little less than a degree of latitude, so that a cell is never smaller than the radius."""
Thing = tuple[str, int | None, int]
"""The source, its asset and the class."""
Cell = tuple[int, int]


class Sighting(NamedTuple):
    """Where a machine saw a thing (WGS 84), how far it may be the same, and whether it is sure.

    Sure is what policy files or dispatches without a person.
    """

    thing: Thing
    lon: float
    lat: float
    radius_m: float
    sure: bool


@dataclass(slots=True)
class Seen:
    """An open case of a thing; `case_id` is empty while the case is only about to be made."""

    lon: float
    lat: float
    sure: bool
    case_id: int | None = None


def can_repeat(new: NewReport) -> bool:
    """Tell whether a report may be a repeat at all: a machine's, without a ticket or a person."""
    return (
        new.source in MACHINES
        and new.x is not None
        and new.class_id is not None
        and new.external_number is None
        and new.external_deadline is None
        and new.reporter is None
    )


class OpenThings:
    """The open cases of machines around some sightings, by thing and place; the oldest answers.

    A case stands in each of the nine cells around it that a sighting lies in, so that whoever
    asks looks into one. Those far from every sighting are not kept.
    """

    def __init__(self, sightings: Iterable[Sighting]) -> None:
        """Start empty; only these sightings will be asked for."""
        self._near: dict[Thing, dict[Cell, list[Seen]]] = {}
        for one in sightings:
            here = cell(one.lon, one.lat, one.radius_m)
            self._near.setdefault(one.thing, {}).setdefault(here, [])

    def add(self, thing: Thing, radius_m: float, seen: Seen) -> None:
        """Add a case; those added before are taken for older."""
        near = self._near.get(thing)
        if near is None:
            return
        middle = math.floor(seen.lat / _height(radius_m))
        for row in (middle - 1, middle, middle + 1):
            column = math.floor(seen.lon / _width(row, radius_m))
            for at in (column - 1, column, column + 1):
                here = near.get((row, at))
                if here is not None:
                    here.append(seen)

    def repeated(self, what: Sighting) -> Seen | None:
        """Return the oldest case of which this is a repeat, or None."""
        here = self._near[what.thing][cell(what.lon, what.lat, what.radius_m)]
        return next((seen for seen in here if _fits(seen, what)), None)


def _fits(seen: Seen, what: Sighting) -> bool:
    """Tell whether a case answers for what was seen: sure enough, and near enough."""
    if what.sure and not seen.sure:
        return False
    if abs(seen.lat - what.lat) * DEGREE_M > what.radius_m:
        return False
    return metres(seen.lon, seen.lat, what.lon, what.lat) <= what.radius_m


def cell(lon: float, lat: float, radius_m: float) -> Cell:
    """Return the cell of a place: at least the radius wide and high."""
    row = math.floor(lat / _height(radius_m))
    return row, math.floor(lon / _width(row, radius_m))


class Box(NamedTuple):
    """Where cases of a class may answer for a sighting, in degrees."""

    class_id: int
    west: float
    south: float
    east: float
    north: float


def boxes(sightings: Iterable[Sighting]) -> set[Box]:
    """Return where cases may stand that answer for sightings; those of one cell share a box."""
    there = {
        (one.thing[2], one.radius_m, cell(one.lon, one.lat, one.radius_m)): one for one in sightings
    }
    return {
        Box(class_id, *box(one.lon, one.lat, radius_m))
        for (class_id, radius_m, _), one in there.items()
    }


def box(lon: float, lat: float, radius_m: float) -> tuple[float, float, float, float]:
    """Return west, south, east and north of the nine cells around a place."""
    row = math.floor(lat / _height(radius_m))
    high, wide = _height(radius_m), max(_width(r, radius_m) for r in (row - 1, row, row + 1))
    return lon - 2 * wide, (row - 1) * high, lon + 2 * wide, (row + 2) * high


def _height(radius_m: float) -> float:
    return radius_m / DEGREE_M


@lru_cache(maxsize=10_000)
def _width(row: int, radius_m: float) -> float:
    """Return the width of a row's cells in degrees, wide enough at its end nearest the pole."""
    high = _height(radius_m)
    furthest = min(max(abs(row), abs(row + 1)) * high, 89.0)
    return high / math.cos(math.radians(furthest))


def metres(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Return the distance on the sphere."""
    a, b = math.radians(lat_a), math.radians(lat_b)
    across = math.sin((b - a) / 2) ** 2
    along = math.sin(math.radians(lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_M * math.asin(math.sqrt(across + math.cos(a) * math.cos(b) * along))
