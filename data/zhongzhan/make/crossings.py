"""Find where roads meet roads and rivers: crossings, bridges and culverts have names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations

import shapely

from data.zhongzhan.make.lines import XY, Way, outline, ways


@dataclass(frozen=True)
class Crossing:
    """A place where two lines meet."""

    one: Way
    other: Way
    xy: XY

    @property
    def kinds(self) -> frozenset[str]:
        """Return which kinds of line meet here."""
        return frozenset((self.one.kind, self.other.kind))


@cache
def crossings() -> tuple[Crossing, ...]:
    """Return every crossing inside the district."""
    found = [c for a, b in combinations(ways(), 2) for c in meeting(a, b)]
    return tuple(c for c in found if outline().contains(shapely.Point(c.xy)))


def meeting(one: Way, other: Way) -> list[Crossing]:
    """Return where two lines meet; two meetings closer than 150 m are one."""
    met = one.path.intersection(other.path)
    parts = () if met.is_empty else shapely.get_parts(met)
    found: list[Crossing] = []
    for part in parts:
        if all(shapely.Point(c.xy).distance(part) > 150 for c in found):
            found.append(Crossing(one, other, (part.centroid.x, part.centroid.y)))
    return found


def between(*kinds: str) -> list[Crossing]:
    """Return the crossings of these two kinds of line."""
    return [c for c in crossings() if c.kinds == frozenset(kinds)]
