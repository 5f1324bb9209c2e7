"""Give the areas their shapes and write one file per level.

The borders are simplified all at once, so that the coverage stays valid; parents are
the unions of their leaves and keep every vertex of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from data.zhongzhan.make.atoms import cut
from data.zhongzhan.make.files import SOURCES, Feature, Row, shapes, source, write_shapes
from data.zhongzhan.make.ground import Plot, plots
from data.zhongzhan.make.lattice import UNITS, on_lattice

SMOOTH = 3_300  # units of 1e-7 degree, about 35 m: smaller teeth of a border are dropped
NBS, OURS = "NBS-2023", "gisgrid-demo"
LEVELS = ("district", "subdistrict", "community", "basic_grid")


@cache
def leaves() -> tuple[tuple[Plot, BaseGeometry], ...]:
    """Return every leaf with its shape in degrees."""
    atoms = cut()
    found = plots(atoms)
    rough = [shapely.coverage_union_all([atoms.cells[a] for a in p.atoms]) for p in found]
    smooth = shapely.coverage_simplify(rough, SMOOTH, simplify_boundary=False)
    shapes_ = straighten([single(s) for s in smooth])
    return tuple((p, s) for p, s in zip(found, shapes_, strict=True))


def single(shape: BaseGeometry) -> Polygon:
    """Return a leaf as one polygon; two pieces would be a fault of the generator."""
    (part,) = shapely.get_parts(shape)
    return Polygon(part)


def straighten(rough: Sequence[Polygon]) -> list[BaseGeometry]:
    """Drop the atoms' corners on the outline that are no corner of it and meet no border."""
    uses = Counter(xy for shape in rough for xy in set(corners(shape)))
    keep = {xy for xy, count in uses.items() if count > 1} | outline_corners()
    return [on_lattice(degrees(shape, keep)) for shape in rough]


def corners(shape: Polygon) -> Iterable[tuple[int, int]]:
    """Return every corner of a polygon in whole units."""
    return ((int(x), int(y)) for x, y in shapely.get_coordinates(shape))


def outline_corners() -> set[tuple[int, int]]:
    """Return the corners of the real outline in whole units."""
    _, shape = shapes(SOURCES / "outline_tianditu.geojson")[0]
    return {(round(x * UNITS), round(y * UNITS)) for x, y in shapely.get_coordinates(shape)}


def degrees(shape: Polygon, keep: set[tuple[int, int]]) -> Polygon:
    """Return a polygon with the kept corners only, in degrees."""
    rings = [
        [(x / UNITS, y / UNITS) for x, y in ring.coords if (int(x), int(y)) in keep]
        for ring in (shape.exterior, *shape.interiors)
    ]
    return Polygon(rings[0], rings[1:])


def basic_grids() -> list[Feature]:
    """Return the features of the basic grids, ordinary and dedicated."""
    counts: Counter[tuple[str, bool]] = Counter()
    found = []
    for plot, shape in leaves():
        if plot.kind:
            ordinary = plot.kind == "general"
            counts[plot.community, ordinary] += 1
            number = counts[plot.community, ordinary]
            code = f"{plot.community}-{'G' if ordinary else 'Z'}{number:02d}"
            found.append((grid_row(code, plot), shape))
    return found


def grid_row(code: str, plot: Plot) -> Row:
    """Return the columns of a basic grid."""
    return row("basic_grid", code, OURS, plot.name_zh, plot.name_en) | {
        "parent_code": plot.community,
        "kind": plot.kind,
        "households": plot.households,
        "synthetic": True,
    }


def row(level: str, code: str, code_list: str, name_zh: str, name_en: str) -> dict[str, str | int]:
    """Return the columns that every area starts with."""
    return {
        "level": level,
        "code": code,
        "code_list": code_list,
        "name_zh": name_zh,
        "name_en": name_en,
    }


def communities() -> list[Feature]:
    """Return the features of the communities."""
    return [
        parent("community", r, r["code"][:9], r["kind"], [s for p, s in pick(r["code"])])
        for r in source("communities.csv")
    ]


def subdistricts() -> list[Feature]:
    """Return the features of the subdistricts."""
    return [
        parent("subdistrict", r, "410803", "subdistrict", [s for p, s in pick(r["code"])])
        for r in source("subdistricts.csv")
    ]


def district() -> list[Feature]:
    """Return the feature of the district: the real outline, noded where inner borders end."""
    named = {
        "code": "410803",
        "name_zh": "中站区",
        "name_en": "Zhongzhan District",
        "name_official": "中站区",
    }
    return [parent("district", named, "", "district", [s for _, s in leaves()])]


def pick(code: str) -> list[tuple[Plot, BaseGeometry]]:
    """Return the leaves under a code of the national list."""
    return [(p, s) for p, s in leaves() if p.community.startswith(code)]


def parent(
    level: str, named: dict[str, str], above: str, kind: str, below: Sequence[BaseGeometry]
) -> Feature:
    """Return an area that is the union of leaves."""
    people = sum(p.households for p, _ in pick(named["code"]))
    rest: Row = {
        "parent_code": above,
        "kind": kind,
        "households": people,
        "synthetic": level != "district",
        "name_official": named["name_official"],
    }
    head = row(level, named["code"], NBS, named["name_zh"], named["name_en"])
    return {**head, **rest}, on_lattice(union(below))


def union(below: Sequence[BaseGeometry]) -> Polygon:
    """Return the union of leaves with all their vertices on its border."""
    return single(shapely.coverage_union_all(below))


def write(folder: Path) -> None:
    """Write one file per level."""
    made = (district(), subdistricts(), communities(), basic_grids())
    for level, features in zip(LEVELS, made, strict=True):
        write_shapes(folder / "areas" / f"{level}.geojson", features)
