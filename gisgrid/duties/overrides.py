"""What lies in or near somebody's park, river, road or site belongs to its owner.

The shapes (buffers already drawn by PostGIS in metres) stand in an R-tree, which takes a new or
changed shape without being built anew. libspatialindex must not be read by two threads at once,
so a look-up holds a lock.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock

import shapely
from rtree import index
from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True)
class Override:
    """One override at one thing; `shape` is in lon, lat and includes the buffer."""

    code: str
    pattern: str
    lead: str
    assists: tuple[str, ...] = ()
    shape: BaseGeometry | None = None
    size_m2: float = 0.0
    buffer_m: float = 0.0
    asset_id: int | None = None
    asset_code: str = ""
    asset_name: str | None = None
    owner_station: int | None = None
    priority: int = 0
    version: int = 1
    name: str = ""
    name_en: str | None = None


def precedence(override: Override) -> tuple[int, float, str, str]:
    """Return the key by which overrides of one pattern are asked: the smaller thing first."""
    return (-override.priority, override.size_m2, override.code, override.asset_code)


class Overrides:
    """All overrides, found by place or by asset."""

    def __init__(self, overrides: Iterable[Override] = ()) -> None:
        """Draw the index."""
        self._all = tuple(overrides)
        self._patterns = {override.pattern for override in self._all}
        self._lock = Lock()
        self._tree = index.Index()
        self._by_asset: dict[int, list[Override]] = {}
        for number, override in enumerate(self._all):
            self._enter(number, override)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._all)

    def __iter__(self) -> Iterator[Override]:
        """Go through them."""
        return iter(self._all)

    def _enter(self, number: int, override: Override) -> None:
        if override.shape is not None and not override.shape.is_empty:
            shapely.prepare(override.shape)
            self._tree.insert(number, override.shape.bounds)
        if override.asset_id is not None:
            self._by_asset.setdefault(override.asset_id, []).append(override)

    def at(self, lon: float, lat: float) -> list[Override]:
        """Return those whose shape covers a point; its edge belongs to it."""
        with self._lock:
            near = list(self._tree.intersection((lon, lat, lon, lat)))
        return [o for o in map(self._all.__getitem__, near) if covers(o, lon, lat)]

    def concern(self, covering: Sequence[str]) -> bool:
        """Tell whether any override speaks of a class that these patterns cover."""
        return not self._patterns.isdisjoint(covering)

    def winner(
        self, covering: Sequence[str], place: tuple[float, float] | None, asset_id: int | None
    ) -> Override | None:
        """Return the override that decides: the named asset's own before what lies around."""
        if not self.concern(covering):
            return None
        named = [] if asset_id is None else self._by_asset.get(asset_id, [])
        return first(named, covering) or (
            None if place is None else first(self.at(*place), covering)
        )


def covers(override: Override, lon: float, lat: float) -> bool:
    """Tell whether the point lies in the shape or on its edge."""
    return bool(shapely.intersects_xy(override.shape, lon, lat))


def first(overrides: Sequence[Override], covering: Sequence[str]) -> Override | None:
    """Return the one with the narrowest pattern, then by precedence."""
    for pattern in covering:
        those = [override for override in overrides if override.pattern == pattern]
        if those:
            return min(those, key=precedence)
    return None
