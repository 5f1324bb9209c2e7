"""The borders of the demo district: a valid coverage, nested vertex for vertex."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from data.zhongzhan.make import days, people, stations
from data.zhongzhan.make.__main__ import PARTS
from data.zhongzhan.make.files import HERE, shapes
from tests.unit.data.district import LEVELS, areas, assets, leaves


def test_the_district_has_its_nine_subdistricts_48_communities_and_240_grids() -> None:
    kinds = Counter(row["kind"] == "general" for row, _ in areas("basic_grid"))
    assert [len(areas(level)) for level in LEVELS[:3]] == [1, 9, 48]
    assert kinds[True] >= 240
    assert kinds[False] >= 10


def test_ordinary_grids_hold_300_to_500_households() -> None:
    grids = [row for row, _ in areas("basic_grid") if row["kind"] == "general"]
    sizes = sorted(int(str(row["households"])) for row in grids)
    assert sizes[0] >= 300
    assert sizes[-1] <= 500


@pytest.mark.parametrize("level", LEVELS)
def test_the_areas_of_a_level_are_a_valid_coverage(level: str) -> None:
    found = [shape for _, shape in areas(level)]
    assert shapely.is_valid(found).all()
    assert shapely.coverage_is_valid(found)


def test_the_leaves_are_a_valid_coverage_of_connected_areas() -> None:
    found = list(leaves().values())
    assert shapely.coverage_is_valid(found)
    assert {shape.geom_type for shape in found} == {"Polygon"}


@pytest.mark.parametrize(("parent", "child"), list(pairwise(LEVELS)))
def test_a_parent_is_the_union_of_its_children_vertex_for_vertex(parent: str, child: str) -> None:
    for row, shape in areas(parent):
        below = [s for r, s in areas(child) if r["parent_code"] == row["code"]]
        if below:
            union = shapely.coverage_union_all(below)
            assert shapely.normalize(union).equals_exact(shapely.normalize(shape), 0.0)
            assert corners(union) == corners(shape)


def corners(shape: BaseGeometry) -> set[tuple[float, float]]:
    return {(x, y) for part in shapely.get_parts(shape) for x, y in part.exterior.coords}


def test_the_outline_keeps_every_corner_of_the_real_one() -> None:
    (_, real), (_, ours) = (
        shapes(HERE / "sources" / "outline_tianditu.geojson")[0],
        areas(LEVELS[0])[0],
    )
    assert corners(real) <= corners(ours)
    assert shapely.hausdorff_distance(real.boundary, ours.boundary) < 1e-7


def test_every_coordinate_lies_on_the_lattice() -> None:
    found = [shape for level in LEVELS for _, shape in areas(level)]
    xy = shapely.get_coordinates([*found, *(shape for _, shape in assets())])
    assert (xy.round(7) == xy).all()


def test_every_inner_border_says_that_it_is_synthetic() -> None:
    assert all(row["synthetic"] for level in LEVELS[1:] for row, _ in areas(level))
    assert not areas("district")[0][0]["synthetic"]


def test_making_the_cheap_parts_again_gives_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "areas").symlink_to(HERE / "areas")
    for part in (stations, people, days):
        part.write(tmp_path)
    made = sorted(tmp_path.glob("*.csv"))
    assert len(made) == 9
    assert [p.name for p in made if p.read_bytes() != (HERE / p.name).read_bytes()] == []


@pytest.mark.long
def test_making_everything_again_gives_the_same_bytes(tmp_path: Path) -> None:
    for write in PARTS.values():
        write(tmp_path)
    made = sorted(p.relative_to(tmp_path) for p in tmp_path.rglob("*.*") if p.is_file())
    assert len(made) >= 22
    assert [p for p in made if (tmp_path / p).read_bytes() != (HERE / p).read_bytes()] == []
