"""Lay the residential compounds out, each inside one leaf."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shapely import Polygon, union_all
from shapely.geometry.base import BaseGeometry

from data.zhongzhan.make.files import source
from data.zhongzhan.make.leaves import Leaf, block, ground, of_community


@dataclass(frozen=True)
class Compound:
    """A residential compound; 24 of them have cameras."""

    code: str
    name_zh: str
    name_en: str
    community: str
    cameras: bool
    shape: Polygon


@cache
def compounds(folder: Path) -> tuple[Compound, ...]:
    """Return every compound, the n-th of a community in its n-th smallest free leaf."""
    seen: Counter[str] = Counter()
    found = []
    for i, row in enumerate(source("compounds.csv")):
        homes = [x for x in of_community(folder, row["community_code"]) if free(x)]
        found.append(compound(i + 1, row, homes[seen[row["community_code"]]]))
        seen[row["community_code"]] += 1
    return tuple(found)


@cache
def taken() -> BaseGeometry:
    """Return the ground of parks, scenic spots and construction sites."""
    return union_all([ground(r) for name in ("sites", "greens") for r in source(f"{name}.csv")])


def free(home: Leaf) -> bool:
    """Return whether a compound in the middle of a leaf meets no park and no site."""
    return not taken().intersects(room(home))


def room(home: Leaf) -> Polygon:
    """Return the ground of a compound: as large as its leaf allows, at most 170 by 130 m."""
    return block(home.middle, min(170.0, home.radius_m * 1.45), min(130.0, home.radius_m * 1.1))


def compound(number: int, row: dict[str, str], home: Leaf) -> Compound:
    """Return one compound of the table."""
    return Compound(
        f"compound-{number:03d}",
        row["name_zh"],
        row["name_en"],
        row["community_code"],
        row["cameras"] == "1",
        room(home),
    )
