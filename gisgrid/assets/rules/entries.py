"""Things with names: where they are, and when two of them are one."""

from dataclasses import dataclass
from math import cos, hypot, radians
from typing import Literal

Source = Literal["area", "asset", "place"]
SAME_PLACE_M = 150.0
METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True)
class Entry:
    """A thing with a name, where it is, and the areas that hold it (coarsest first)."""

    source: Source
    id: int
    kind: str
    name: str
    names: tuple[str, ...]
    lon: float
    lat: float
    path: tuple[int, ...] = ()
    exact: bool = True
    """Whether its point is precise enough to route by; an area above the leaves is not."""
    same_as: int | None = None
    """The asset that a place is."""
    name_en: str | None = None


def same(one: Entry, other: Entry) -> bool:
    """Tell whether two entries are one thing: a place and its asset, a village and its area."""
    if (one.source, one.id) == (other.source, other.id):
        return True
    if asset_of(one) is not None and asset_of(one) == asset_of(other):
        return True
    if one.name != other.name:
        return False
    return holds(one, other) or holds(other, one) or metres(one, other) <= SAME_PLACE_M


def asset_of(entry: Entry) -> int | None:
    """Return the asset that an entry is; None where it is none."""
    return entry.id if entry.source == "asset" else entry.same_as


def metres(one: Entry, other: Entry) -> float:
    """Return how far apart two entries are."""
    east = (one.lon - other.lon) * cos(radians(one.lat))
    return hypot(east, one.lat - other.lat) * METRES_PER_DEGREE


def holds(area: Entry, entry: Entry) -> bool:
    """Tell whether an entry lies in an area."""
    return area.source == "area" and area.id in entry.path
