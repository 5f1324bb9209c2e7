from dataclasses import replace

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Point, Polygon

from gisgrid.grid.rules.given import GivenArea, GivenLevel
from gisgrid.grid.rules.plan import Doubt, Plan, border_ranks, plan
from gisgrid.grid.rules.problems import WORDS, GridProblem, as_geojson
from gisgrid.kernel.datum import Datum, from_wgs84
from tests.unit.grid_slice.town import LEVELS, area, cell, corner, reshaped, town, without


def kinds(found: Plan, severity: str = "error") -> set[str]:
    return {one.kind for one in found.problems if one.severity == severity}


def test_a_clean_town_has_no_problem_and_five_leaves_of_two_levels() -> None:
    found = plan(town(), LEVELS)
    assert found.problems == ()
    assert {code for _, code in found.leaves} == {"A1", "A2", "B1", "B2", "C"}


def test_parents_are_the_unions_of_their_leaves_vertex_for_vertex() -> None:
    found = plan(town(), LEVELS)
    assert found.shapes is not None
    for parent, leaves in {"A": "A1 A2", "W": "A1 A2 B1 B2", "D": "A1 A2 B1 B2 C"}.items():
        union = shapely.union_all([found.shapes["town", code] for code in leaves.split()])
        assert shapely.equals(found.shapes["town", parent], union)


def test_an_arc_ranks_by_the_coarsest_level_it_borders() -> None:
    found = plan(town(), LEVELS)
    assert found.arcs is not None
    ranks = border_ranks(found, {level.code: level.rank for level in LEVELS})
    named = ["", *(code for _, code in found.leaves)]
    sides = [
        frozenset((named[a], named[b]))
        for a, b in zip(found.arcs.left, found.arcs.right, strict=True)
    ]
    by_sides = dict(zip(sides, ranks.tolist(), strict=True))
    assert by_sides[frozenset(("A1", "A2"))] == 3
    assert by_sides[frozenset(("A1", "B1"))] == 2
    assert by_sides[frozenset(("A2", "C"))] == 1
    assert by_sides[frozenset(("A1", ""))] == 0


@pytest.mark.parametrize("names", ["city=市", "a=甲 b=乙 c=丙 d=丁 e=戊"])
def test_any_number_of_levels_makes_a_tree(names: str) -> None:
    words = [word.partition("=") for word in names.split()]
    levels = [GivenLevel(code, rank, name) for rank, (code, _, name) in enumerate(words)]
    chain = [
        area(level.code, level.code.upper(), cell(0, 0, 4, 2), words[rank - 1][0].upper())
        for rank, level in enumerate(levels)
    ]
    found = plan([replace(chain[0], parent_code=None), *chain[1:]], levels)
    assert kinds(found) <= {"duplicate_shape"}
    assert found.tree.path(chain[-1].key) == tuple(one.key for one in chain)


def test_a_parent_is_found_by_place_when_no_code_names_it() -> None:
    found = plan([replace(a, parent_code=None) for a in town()], LEVELS)
    assert found.problems == ()
    assert found.tree.parents["town", "B2"] == ("town", "B")


SPOILT: dict[str, list[GivenArea]] = {
    "no_code": [*town(), area("basic_grid", "", cell(9, 9), "A")],
    "duplicate_code": [*town(), area("basic_grid", "A1", cell(9, 9), "A")],
    "duplicate_shape": [*town(), area("basic_grid", "A3", cell(0, 0), "A")],
    "no_shape": reshaped(town(), "C", None),
    "no_place": reshaped(town(), "C", shapely.box(500_000, 3_900_000, 500_100, 3_900_100)),
    "swapped": reshaped(town(), "C", shapely.box(35.2, 113.1, 35.3, 113.2)),
    "invalid": reshaped(
        town(), "C", Polygon([corner(2, 0), corner(4, 2), corner(4, 0), corner(2, 2)])
    ),
    "overlap": reshaped(town(), "A1", cell(0, 0, 1.2, 1)),
    "uncovered": without(town(), "A2"),
    "leaves_parent": reshaped(
        town(), "C", Polygon([corner(2, 0), corner(5, 0), corner(5, 2), corner(2, 2), corner(2, 1)])
    ),
    "parent_unknown": [replace(a, parent_code="X") if a.code == "A1" else a for a in town()],
    "skips_level": [replace(a, parent_code="W") if a.code == "A1" else a for a in town()],
    "no_parent": [*town(), area("basic_grid", "Z", cell(9, 9), None)],
    "mismatch": reshaped(town(), "C", cell(2, 0, 2, 2)),
}


@pytest.mark.parametrize("kind", SPOILT)
def test_what_is_wrong_is_named_and_keeps_the_town_out(kind: str) -> None:
    found = plan(SPOILT[kind], LEVELS)
    assert kind in kinds(found)


def test_a_point_is_no_area() -> None:
    found = plan([replace(a, shape=Point(1, 1)) if a.code == "C" else a for a in town()], LEVELS)
    assert "not_polygon" in kinds(found)


def test_two_parts_are_a_warning_only() -> None:
    whole = [a for a in town() if a.level == "basic_grid"]
    a1, a2, b1, b2 = (replace(a, level="district", parent_code=None) for a in whole)
    two = replace(a1, shape=MultiPolygon([cell(0, 0), cell(1, 1)]))
    found = plan([two, a2, b1], LEVELS)
    assert (kinds(found), kinds(found, "warning")) == (set(), {"multipart"})
    assert b2.code == "B2"


def test_a_hole_in_a_flat_layer_is_a_warning() -> None:
    ring = [(0, 0), (1, 0), (2, 0), (0, 1), (2, 1), (0, 2), (1, 2), (2, 2)]
    given = [area("district", f"{x}{y}", cell(x, y), None) for x, y in ring]
    assert kinds(plan(given, LEVELS), "warning") == {"gap"}


@pytest.mark.parametrize("kind", ["invalid", "overlap", "uncovered", "mismatch", "leaves_parent"])
def test_repair_mends_and_lists_what_can_be_mended(kind: str) -> None:
    found = plan(SPOILT[kind], LEVELS, repair=True)
    assert not found.errors
    assert any(one.severity == "repaired" for one in found.problems)
    assert found.arcs is not None


def test_repair_never_mends_two_areas_of_one_code() -> None:
    assert "duplicate_code" in kinds(plan(SPOILT["duplicate_code"], LEVELS, repair=True))


def in_gcj02(areas: list[GivenArea]) -> list[GivenArea]:
    """Return areas whose numbers are GCJ-02, taken for WGS84 by mistake."""

    def shift(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        lon, lat = from_wgs84(xy[:, 0].copy(), xy[:, 1].copy(), Datum.GCJ02)
        return np.column_stack((lon, lat))

    return [replace(a, shape=shapely.transform(a.ground, shift)) for a in areas]


def test_a_layer_far_outside_is_questioned_with_the_datum_it_would_fit() -> None:
    doubt = Doubt(cell(0, 0, 4, 2), Datum.WGS84, frozenset(level.code for level in LEVELS))
    errors = plan(in_gcj02(town()), LEVELS, doubt=doubt).errors
    (question,) = (one for one in errors if one.kind == "datum")
    assert question.params["fits"] == "gcj02"
    assert "--datum gcj02" in question.says("zh")


def test_another_continent_is_questioned_though_no_datum_fits() -> None:
    doubt = Doubt(cell(0, 0, 4, 2), Datum.WGS84, frozenset(["district"]))
    abroad = reshaped(town()[:1], "D", cell(-9000, 0, 4, 2))
    assert kinds(plan(abroad, LEVELS, doubt=doubt)) == {"far_away"}


def test_a_trusted_layer_is_not_questioned() -> None:
    abroad = reshaped(town()[:1], "D", cell(-9000, 0, 4, 2))
    assert plan(abroad, LEVELS, doubt=Doubt(None)).problems == ()


def test_a_layer_in_its_place_raises_no_question() -> None:
    doubt = Doubt(cell(0, 0, 4, 2), Datum.WGS84, frozenset(level.code for level in LEVELS))
    assert plan(town(), LEVELS, doubt=doubt).problems == ()


def test_every_problem_can_be_said_in_both_languages_and_drawn() -> None:
    params = dict.fromkeys(
        ("count", "found", "bounds", "reason", "other", "parent", "level", "fits", "why"), "x"
    ) | dict.fromkeys(("m2", "share", "fit_share"), 0.5)
    said = [GridProblem(kind, params=params, where=cell(0, 0)) for kind in WORDS]
    features = as_geojson(said)["features"]
    assert all(one["properties"]["says_zh"] and one["properties"]["says_en"] for one in features)
    assert all(one["geometry"]["type"] == "Polygon" for one in features)
