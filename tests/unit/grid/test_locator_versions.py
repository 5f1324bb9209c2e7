"""A moved border makes a new locator, which answers like one built anew; the old one stays."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from gisgrid.grid.coverage import arcs_of
from gisgrid.grid.locator import Arcs, BrokenCoverage, Locator, load, save
from gisgrid.grid.locator.spool import Spool
from gisgrid.kernel.errors import Unavailable
from tests.benchmarks.coverages import coverage
from tests.benchmarks.locate_patch import bent
from tests.unit.grid.hard_points import hard_points, random_points
from tests.unit.grid.small_coverages import SQUARES


def test_a_moved_border_makes_a_new_locator_and_leaves_the_old_one_alone() -> None:
    arcs = arcs_of(SQUARES)
    old = Locator.build(arcs)
    arc = next(a for a in range(len(arcs)) if {int(arcs.left[a]), int(arcs.right[a])} == {1, 2})
    a, b = arcs.line(arc)
    bulge = np.array([a, [1_142_000_000, 355_000_000], b], np.int32)

    new = old.patched(arc, bulge)

    assert (old.face(114.1, 35.5), new.face(114.1, 35.5)) == (2, 1)
    assert (old.face(114.15, 35.9), new.face(114.15, 35.9)) == (2, 2)
    assert new.version not in {old.version, new.patched(arc, arcs.line(arc)).version}


def test_patching_again_and_again_equals_building_anew() -> None:
    made = coverage(40, breaks=5)
    rng, locator = np.random.default_rng(11), Locator.build(made.arcs)
    x, y = (
        np.concatenate(both)
        for both in zip(hard_points(made.arcs, 4000), random_points(made.arcs, 4000), strict=True)
    )
    before = locator.faces(x, y)
    now = locator
    for arc in rng.integers(len(made.arcs), size=60).tolist():
        now = now.patched(arc, bent(made.arcs.line(arc), rng))
    anew = Locator.build(now.present_arcs())

    assert np.array_equal(now.faces(x, y), anew.faces(x, y))
    assert np.array_equal(locator.faces(x, y), before)
    assert (before != anew.faces(x, y)).any()
    for px, py in zip(x[:300].tolist(), y[:300].tolist(), strict=True):
        assert now.border(px / 1e7, py / 1e7).metres == pytest.approx(
            anew.border(px / 1e7, py / 1e7).metres
        )


def test_a_border_moved_beyond_the_frame_is_built_anew() -> None:
    arcs = arcs_of(SQUARES)
    locator = Locator.build(arcs)
    corner = (1_150_000_000, 350_000_000)
    arc = next(a for a in range(len(arcs)) if (arcs.line(a) == corner).all(axis=1).any())
    far = arcs.line(arc).copy()
    far[(far == corner).all(axis=1)] = 1_160_000_000, 350_000_000

    moved = locator.patched(arc, far)

    assert (locator.face(115.5, 35.4), moved.face(115.5, 35.4)) == (0, 2)
    assert np.array_equal(moved.present_arcs().line(arc), far)


def test_an_arc_that_does_not_close_is_refused_and_nothing_changes() -> None:
    arcs = arcs_of(SQUARES)
    locator = Locator.build(arcs)
    line = arcs.line(0).copy()
    line[-1] += 1

    with pytest.raises(BrokenCoverage, match="begin and end where it did"):
        locator.patched(0, line)
    assert np.array_equal(locator.line(0), arcs.line(0))


@pytest.mark.parametrize(
    "way",
    [
        [(1_142_000_000, 365_000_000)],  # across the border to the north
        [(1_145_000_000, 360_000_000)],  # onto it
        [(1_142_000_000, 357_000_000), (1_142_000_000, 353_000_000), (1_138_000_000, 357_000_000)],
        [(1_140_000_000, 356_000_000), (1_140_000_000, 354_000_000)],  # back and forth
    ],
)
def test_an_arc_that_runs_into_a_border_is_refused(way: list[tuple[int, int]]) -> None:
    arcs = arcs_of(SQUARES)
    locator = Locator.build(arcs)
    arc = next(a for a in range(len(arcs)) if {int(arcs.left[a]), int(arcs.right[a])} == {1, 2})
    a, b = arcs.line(arc)

    with pytest.raises(BrokenCoverage, match="runs into"):
        locator.patched(arc, np.array([a, *way, b], np.int32))


def test_borders_that_do_not_close_are_refused() -> None:
    arcs = arcs_of(SQUARES)
    wrong = arcs.left.copy()
    wrong[0] = 3 if arcs.left[0] != 3 else 2

    with pytest.raises(BrokenCoverage, match="do not close"):
        Locator.build(Arcs(arcs.xy, arcs.start, wrong, arcs.right))
    with pytest.raises(BrokenCoverage, match="no borders"):
        Locator.build(Arcs.of([], [], []))


def test_overlapping_areas_have_no_arcs() -> None:
    with pytest.raises(BrokenCoverage, match="overlaps"):
        arcs_of([SQUARES[0], SQUARES[0]])


def test_arcs_can_be_kept_row_by_row() -> None:
    arcs = arcs_of(SQUARES)
    rows = [arcs.line(a) for a in range(len(arcs))]

    assert Arcs.of(rows, arcs.left.tolist(), arcs.right.tolist()).version == arcs.version


def test_a_saved_locator_answers_like_the_first(tmp_path: Path) -> None:
    made = coverage(40, breaks=4)
    rng, locator = np.random.default_rng(1), Locator.build(made.arcs)
    locator = locator.patched(7, bent(locator.line(7), rng))
    x, y = hard_points(made.arcs, 3000)

    save(locator, tmp_path / "edition")
    again = load(tmp_path / "edition")

    assert again.version == locator.version
    assert np.array_equal(again.faces(x, y), locator.faces(x, y))
    assert again.patched(9, bent(again.line(9), rng)).face(113.5, 35.5) > 0
    with pytest.raises(Unavailable, match="no locator"):
        load(tmp_path / "elsewhere")


def test_readers_of_old_versions_are_not_disturbed_by_writers() -> None:
    made = coverage(200, breaks=4)
    locator = Locator.build(made.arcs)
    x, y = random_points(made.arcs, 20_000)
    expected = locator.faces(x, y)

    def write(seed: int) -> Locator:
        rng, now = np.random.default_rng(seed), locator
        for arc in rng.integers(len(made.arcs), size=40).tolist():
            now = now.patched(arc, bent(made.arcs.line(arc), rng))
        return now

    with ThreadPoolExecutor(4) as threads:
        written = [threads.submit(write, seed) for seed in range(2)]
        read = [threads.submit(locator.faces, x, y) for _ in range(20)]
        assert all(np.array_equal(one.result(), expected) for one in read)
        for one in written:
            now = one.result()
            assert np.array_equal(now.faces(x, y), Locator.build(now.present_arcs()).faces(x, y))


def test_a_version_loses_nothing_when_another_writer_makes_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = coverage(60, breaks=4)
    locator, rng = Locator.build(made.arcs), np.random.default_rng(3)
    x, y = random_points(made.arcs, 20_000)
    alone = Spool.append

    def beside_another(spool: Spool, rows: NDArray[np.int32]) -> int:
        first = alone(spool, rows)
        alone(spool, np.repeat(rows[:1], len(spool.rows), axis=0))  # moves to a larger array
        return first

    monkeypatch.setattr(Spool, "append", beside_another)
    for arc in (3, 30, 50):
        locator = locator.patched(arc, bent(made.arcs.line(arc), rng))

    expected = Locator.build(locator.present_arcs()).faces(x, y)
    assert np.array_equal(locator.faces(x, y), expected)
