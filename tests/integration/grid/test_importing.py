import numpy as np
import pytest
import shapely
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid import grid
from gisgrid.grid import queries
from gisgrid.grid.coverage import polygons_of
from gisgrid.kernel.errors import Invalid
from tests.integration.grid.conftest import DISTRICT
from tests.unit.grid_slice.town import LEVELS, cell, reshaped, town, without

SHAPES = "SELECT area_id, path, is_leaf, ST_AsBinary(geom) AS wkb FROM area_shape ORDER BY area_id"


def stored(tx: Session) -> dict[int, shapely.geometry.base.BaseGeometry]:
    return {row.area_id: shapely.from_wkb(bytes(row.wkb)) for row in tx.execute(text(SHAPES))}


def test_arcs_and_polygons_of_every_area_agree_to_the_last_digit(tx: Session) -> None:
    edition = grid.load_grid(tx, DISTRICT)
    rows = queries.areas_of(tx, edition.id)
    leaves = [row.ref.id for row in rows if row.is_leaf]
    arcs = queries.arcs_of(tx, edition.id).arcs(leaves, 0)
    from_arcs = dict(zip(leaves, polygons_of(arcs), strict=True))
    polygons = stored(tx)
    for leaf, shape in from_arcs.items():
        assert shapely.equals_exact(polygons[leaf], multi(shape), 0, normalize=True)
    for row in rows:
        below = [from_arcs[one.ref.id] for one in rows if one.is_leaf and row.ref.id in one.path]
        corners = shapely.get_coordinates(polygons[row.ref.id])
        assert shapely.equals(polygons[row.ref.id], shapely.coverage_union_all(below))
        assert (np.rint(corners * 1e7) / 1e7 == corners).all()


def multi(shape: shapely.geometry.base.BaseGeometry) -> shapely.MultiPolygon:
    return shapely.MultiPolygon(shapely.get_parts(shape).tolist())


def test_the_lines_of_the_border_layer_are_the_integers_of_the_arcs(
    tx: Session, small_town: grid.EditionRef
) -> None:
    for row in tx.execute(text("SELECT xy, ST_AsBinary(geom) AS wkb FROM arc")):
        xy = np.frombuffer(bytes(row.xy), "<i4").reshape(-1, 2)
        line = shapely.get_coordinates(shapely.from_wkb(bytes(row.wkb)))
        assert (np.rint(line * 1e7) == xy).all()


def test_areas_are_measured_in_the_districts_projection(
    tx: Session, small_town: grid.EditionRef
) -> None:
    m2 = tx.scalar(
        text("SELECT area_m2 FROM area_shape s JOIN area a ON a.id = s.area_id WHERE code = 'A1'")
    )
    assert m2 == pytest.approx(910.9 * 1109.5, rel=0.002)


def test_a_broken_coverage_is_refused_as_a_whole(tx: Session) -> None:
    overlapping = reshaped(town(), "A1", cell(0, 0, 1.2, 1))
    with pytest.raises(grid.BrokenGrid) as refused:
        grid.import_coverage(tx, overlapping, LEVELS, grid.ImportOptions(edition="one"))
    assert "overlap" in {one.kind for one in refused.value.problems}
    counts = [
        tx.scalar(text(f"SELECT count(*) FROM {name}")) for name in ("edition", "area", "level")
    ]
    assert counts == [0, 0, 0]


def test_one_level_can_be_brought_at_a_time(tx: Session) -> None:
    for level in LEVELS:
        given = [a for a in town() if a.level == level.code]
        options = grid.ImportOptions(edition="one")
        grid.import_coverage(tx, given, [level], options)
    whole = stored(tx)
    grid.import_coverage(tx, town(), LEVELS, grid.ImportOptions(edition="one", fresh=True))
    assert stored(tx) == whole
    assert len(whole) == len(town())


def test_an_import_is_held_against_the_district_that_is_there(
    tx: Session, small_town: grid.EditionRef
) -> None:
    far = [grid.GivenArea("basic_grid", "X", "town", "远", cell(500, 0), parent_code="A")]
    found = grid.check_coverage(tx, far, LEVELS)
    assert "far_away" in {one.kind for one in found.plan.errors}


def test_what_starts_from_nothing_is_held_against_what_is_published(
    tx: Session, small_town: grid.EditionRef
) -> None:
    fresh = grid.ImportOptions(fresh=True)
    assert grid.check_coverage(tx, town(), LEVELS, fresh).plan.errors == []
    far = [grid.GivenArea("basic_grid", "X", "town", "远", cell(500, 0))]
    found = grid.check_coverage(tx, far, LEVELS, fresh)
    assert "far_away" in {one.kind for one in found.plan.errors}
    sure = grid.ImportOptions(fresh=True, trusts_datum=True)
    assert grid.check_coverage(tx, far, LEVELS, sure).plan.errors == []


def test_a_level_nobody_knows_is_named(tx: Session) -> None:
    with pytest.raises(Invalid, match="basic_grid"):
        grid.check_coverage(tx, without(town(), "D"), LEVELS[:3])
