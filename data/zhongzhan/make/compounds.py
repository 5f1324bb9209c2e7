"""Lay the residential compounds out, each inside one leaf."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shapely import Polygon

from data.zhongzhan.make.files import source
from data.zhongzhan.make.leaves import Leaf, block, of_community


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
    """Return every compound, the n-th of a community in its n-th smallest leaf."""
    seen: Counter[str] = Counter()
    found = []
    for i, row in enumerate(source("compounds.csv")):
        homes = of_community(folder, row["community_code"])
        found.append(compound(i + 1, row, homes[seen[row["community_code"]]]))
        seen[row["community_code"]] += 1
    return tuple(found)


def compound(number: int, row: dict[str, str], home: Leaf) -> Compound:
    """Return one compound as large as its leaf allows, at most 170 by 130 m."""
    east, north = min(170.0, home.radius_m * 1.45), min(130.0, home.radius_m * 1.1)
    return Compound(
        f"compound-{number:03d}",
        row["name_zh"],
        row["name_en"],
        row["community_code"],
        row["cameras"] == "1",
        block(home.middle, east, north),
    )
