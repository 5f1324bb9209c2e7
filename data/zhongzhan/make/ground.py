"""Share the ground out: atoms to communities, dedicated grids and basic grids."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from data.zhongzhan.make.atoms import Atoms
from data.zhongzhan.make.files import source
from data.zhongzhan.make.grow import halves, parts, reach, spread
from data.zhongzhan.make.lattice import metres

EMPTY_HILLS = 0.004  # how thinly people live outside the built-up ground


@dataclass(frozen=True)
class Plot:
    """A leaf before it has a shape: its atoms and its place in the tree."""

    community: str
    kind: str
    name_zh: str
    name_en: str
    households: int
    atoms: tuple[int, ...]


def plots(atoms: Atoms) -> list[Plot]:
    """Return every leaf of the grid, community by community."""
    ground = communities(atoms)
    return [p for row in source("communities.csv") for p in leaves(atoms, row, ground[row["code"]])]


def communities(atoms: Atoms) -> dict[str, set[int]]:
    """Return the atoms of every community: grown from its middle, rivers and roads in mind."""
    rows = source("communities.csv")
    starts = {nearest(atoms, row): row["code"] for row in rows}
    lead = {nearest(atoms, row): float(row["reach_m"]) for row in rows}
    grown = spread(atoms.beside, lead, range(len(atoms.cells)))
    return {
        code: {a for a, (_, s) in grown.items() if s == start} for start, code in starts.items()
    }


def nearest(atoms: Atoms, row: Mapping[str, str]) -> int:
    """Return the atom whose middle is nearest to the place of a row."""
    xy = metres(float(row["lon"]), float(row["lat"]))
    return min(range(len(atoms.cells)), key=lambda a: math.dist(atoms.middles[a], xy))


def leaves(atoms: Atoms, row: Mapping[str, str], ground: set[int]) -> list[Plot]:
    """Return the leaves of one community, or the community itself where it has no grids."""
    if int(row["grids"]) == 0:
        return [Plot(row["code"], "", "", "", int(row["households"]), tuple(sorted(ground)))]
    own = [d for d in source("dedicated.csv") if d["community_code"] == row["code"]]
    taken: list[Plot] = []
    for wish in own:
        taken.append(dedicated(atoms, wish, ground))
        ground -= set(taken[-1].atoms)
    return basic(atoms, row, ground) + taken


def basic(atoms: Atoms, row: Mapping[str, str], ground: set[int]) -> list[Plot]:
    """Return the ordinary basic grids of one community, read like a page from the north-west."""
    weight = lived(atoms, row, ground)
    cuts = halves(atoms.beside, ground, weight, int(row["grids"]))
    cuts.sort(key=lambda c: page(atoms, c))
    return [numbered(row, i + 1, weight, cut) for i, cut in enumerate(cuts)]


def numbered(row: Mapping[str, str], number: int, weight: list[float], cut: list[int]) -> Plot:
    """Return one ordinary basic grid with its number in the community."""
    people = round(sum(weight[a] for a in cut))
    zh = row["name_zh"] + f"第{number}网格"
    return Plot(row["code"], "general", zh, f"{row['name_en']} Grid {number}", people, tuple(cut))


def page(atoms: Atoms, cut: list[int]) -> tuple[int, float]:
    """Return a place to sort by: rows of 500 m from the north, then from the west."""
    east = sum(atoms.middles[a][0] for a in cut) / len(cut)
    north = sum(atoms.middles[a][1] for a in cut) / len(cut)
    return -round(north / 500), east


def lived(atoms: Atoms, row: Mapping[str, str], ground: set[int]) -> list[float]:
    """Return how many households live in each atom of a community."""
    xy, reach_m = metres(float(row["lon"]), float(row["lat"])), float(row["spread_m"])
    weight = [0.0] * len(atoms.cells)
    for a in sorted(ground):
        away = math.dist(atoms.middles[a], xy) / reach_m
        weight[a] = atoms.sizes[a] * (math.exp(-away * away / 2) + EMPTY_HILLS)
    scale = float(row["households"]) / sum(weight)
    return [w * scale for w in weight]


def dedicated(atoms: Atoms, wish: Mapping[str, str], ground: set[int]) -> Plot:
    """Take the ground of a school, hospital, market or park out of its community."""
    start = min(ground, key=lambda a: (math.dist(atoms.middles[a], spot(wish)), a))
    cost, taken, size = reach(atoms.beside, {start: 0.0}, ground), set[int](), 0.0
    for atom in sorted(cost, key=lambda a: (cost[a], a)):
        if size < float(wish["hectares"]) * 10_000:
            taken.add(atom)
            size += atoms.sizes[atom]
    for island in parts(atoms.beside, ground - taken)[1:]:
        taken |= island
    kind, zh, en = wish["kind"], wish["name_zh"], wish["name_en"]
    return Plot(wish["community_code"], kind, zh, en, 0, tuple(sorted(taken)))


def spot(row: Mapping[str, str]) -> tuple[float, float]:
    """Return the place of a row in metres."""
    return metres(float(row["lon"]), float(row["lat"]))
