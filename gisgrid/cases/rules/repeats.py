"""Which detection is a repeat: the same device, class and place as an open case.

A camera sees the same heap every few minutes. What it says again within the class's radius and
days is counted at the oldest open case, and makes no other. What policy would act upon without a
person is never hidden behind a case that waits for one.
"""

import math
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
    repeats: int = 0


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
    """The open cases of machines, by thing and place; the oldest answers."""

    def __init__(self) -> None:
        """Start empty."""
        self._places: dict[Thing, dict[Cell, list[tuple[int, Seen]]]] = {}
        self._answers: dict[Sighting, Seen] = {}
        self._count = 0

    def add(self, thing: Thing, radius_m: float, seen: Seen) -> None:
        """Add a case; those added before are taken for older."""
        self._count += 1
        here = cell(seen.lon, seen.lat, radius_m)
        self._places.setdefault(thing, {}).setdefault(here, []).append((self._count, seen))

    def repeated(self, what: Sighting) -> Seen | None:
        """Return the oldest case of which this is a repeat, or None."""
        known = self._answers.get(what)
        places = self._places.get(what.thing)
        if known is not None or places is None:
            return known
        fitting = [one for one in _near(places, what) if _fits(one[1], what)]
        if not fitting:
            return None
        found = min(fitting, key=_age)[1]
        self._answers[what] = found
        return found


def _age(one: tuple[int, Seen]) -> int:
    return one[0]


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


def _near(places: dict[Cell, list[tuple[int, Seen]]], what: Sighting) -> list[tuple[int, Seen]]:
    """Return what lies in the nine cells around a sighting: everything within its radius."""
    near: list[tuple[int, Seen]] = []
    middle = math.floor(what.lat / _height(what.radius_m))
    for row in (middle - 1, middle, middle + 1):
        column = math.floor(what.lon / _width(row, what.radius_m))
        for at in (column - 1, column, column + 1):
            near += places.get((row, at), ())
    return near


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
