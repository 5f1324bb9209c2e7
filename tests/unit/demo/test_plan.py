"""The simulated history is the same for everyone, has the stated mix, and hides what it says."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import shapely

from gisgrid.demo.effects import Planted, read_planted
from gisgrid.demo.plan import Planned, Planner
from gisgrid.demo.words import read_speech
from gisgrid.demo.world import Kind, Leaf, Spot, World, metres_apart

ROOT = Path(__file__).parents[3]
ZONE = ZoneInfo("Asia/Shanghai")
SPAN = (datetime(2024, 11, 23, tzinfo=ZONE), datetime(2026, 11, 23, tzinfo=ZONE))
PLANTED = read_planted(ROOT / "data/demo/planted.yaml", SPAN[1].date())
NAMES = {
    "event": ("积存垃圾渣土", "道路积水", "施工扰民", "道路破损", "乱堆物堆料"),
    "component": ("路灯", "上水井盖"),
    "appeal": ("咨询", "投诉"),
    "epidemic": ("公共场所消毒",),
    "detection": ("机动车违停", "未戴安全帽"),
}


def a_world() -> World:
    corners = [(113.14 + 0.02 * i, 35.20 + 0.02 * j) for i in range(3) for j in range(3)]
    leaves = [
        Leaf(n, ("410803", "410803008" if n < 3 else "410803001"), f"第{n}网格", box, 1.0)
        for n, box in enumerate(shapely.box(x, y, x + 0.02, y + 0.02) for x, y in corners)
    ]
    kinds = [
        Kind(n, domain, name, ("破损", "缺失"), domain != "appeal")
        for n, (domain, name) in enumerate(
            (d, name) for d, names in NAMES.items() for name in names
        )
    ]
    return World(leaves, kinds, [Spot("许衡广场", 113.16, 35.23)])


def history(planted: Planted = PLANTED) -> list[Planned]:
    speech = read_speech(ROOT / "data/demo/speech.yaml")
    return Planner(a_world(), planted, speech, np.random.default_rng(planted.seed)).history(SPAN)


@pytest.fixture(scope="module")
def reports() -> list[Planned]:
    return history()


def test_the_same_seed_gives_the_same_history() -> None:
    small = replace(PLANTED, cases=300)
    assert history(small) == history(small)


def test_the_mix_is_the_stated_one_and_in_order_of_time(reports: list[Planned]) -> None:
    counts = {name: sum(r.stream == name for r in reports) for name in PLANTED.mix}
    assert counts == PLANTED.mix
    assert reports == sorted(reports, key=lambda report: report.at)
    assert all(SPAN[0] <= report.at < SPAN[1] for report in reports)


def test_what_needs_a_place_has_one_inside_an_area(reports: list[Planned]) -> None:
    whole = shapely.union_all([leaf.polygon for leaf in a_world().leaves])
    placed = [(r.lon, r.lat) for r in reports if r.lon is not None and r.lat is not None]
    assert all(shapely.intersects_xy(whole, lon, lat) for lon, lat in placed)
    assert all(r.lon is not None for r in reports if r.kind.needs_place)
    assert any(r.lon is None for r in reports)


def test_the_planted_hotspot_is_there_in_its_time_and_not_before(reports: list[Planned]) -> None:
    effect = next(e for e in PLANTED.effects if e.id == "dumping-by-the-river")

    def share(inside: bool) -> float:
        dumped = [r for r in reports if "垃圾" in r.kind.name and effect.when(r.at) is inside]
        near = [r for r in dumped if effect.here(r.lon or 0, r.lat or 0)]
        return len(near) / len(dumped)

    assert share(inside=True) > 3 * share(inside=False)


def test_the_slow_station_is_late_only_in_its_quarter(reports: list[Planned]) -> None:
    effect = next(e for e in PLANTED.effects if e.what == "slow")
    west = [r for r in reports if (r.lon or 0) and (r.lon or 0) < 113.16]

    def late(rows: list[Planned]) -> float:
        return sum(r.fate.solve_share > 1 for r in rows) / len(rows)

    assert late([r for r in west if effect.when(r.at)]) > 0.09
    assert late([r for r in west if not effect.when(r.at)]) < 0.06


def test_most_of_the_epidemic_comes_in_its_wave(reports: list[Planned]) -> None:
    wave = next(e for e in PLANTED.effects if e.what == "wave")
    epidemic = [r for r in reports if r.stream == "epidemic"]
    assert 0.6 < sum(wave.when(r.at) for r in epidemic) / len(epidemic) < 0.72


def test_the_planted_days_move_with_the_end_of_the_history() -> None:
    earlier = read_planted(ROOT / "data/demo/planted.yaml", date(2025, 1, 1))
    dated = [(a, b) for a, b in zip(earlier.effects, PLANTED.effects, strict=True) if not a.months]
    assert dated
    assert {b.start - a.start for a, b in dated} == {SPAN[1].date() - date(2025, 1, 1)}


def test_officers_mend_small_things_and_communities_settle_theirs(reports: list[Planned]) -> None:
    mended = [r for r in reports if r.fate.mended]
    assert {r.stream for r in mended} == {"patrol", "community"}
    assert {r.origin for r in reports} == {"complaint", "before_complaint", "self_handled"}
    assert all(r.kind.name == "乱堆物堆料" for r in mended if r.stream == "patrol")
    settled = [r for r in reports if r.stream == "community"]
    assert 0.75 < sum(r.fate.mended for r in settled) / len(settled) < 0.95


def test_a_place_is_named_by_the_nearest_spot(reports: list[Planned]) -> None:
    named = [r for r in reports if (r.place_text or "").startswith("许衡广场")]
    assert named
    assert all(metres_apart(r.lon or 0, r.lat or 0, (113.16, 35.23)) < 350 for r in named)
