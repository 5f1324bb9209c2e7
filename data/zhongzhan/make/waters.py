"""Write the river points, the reaches with their keepers and the culverts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from shapely import Point
from shapely.ops import substring

from data.zhongzhan.make.asset import Known, Owner, asset, of_unit
from data.zhongzhan.make.crossings import between
from data.zhongzhan.make.files import Feature
from data.zhongzhan.make.lattice import metres
from data.zhongzhan.make.lines import Way, inside, named

DATUM = "1985国家高程基准"


@dataclass(frozen=True)
class Fall:
    """How a river falls through the district, and into how many reaches and points it is cut."""

    code: str
    top_m: float
    bottom_m: float
    reaches: int
    points: int
    keepers: tuple[str, ...]


FALLS = (
    Fall("river-dasha", 104.6, 96.2, 4, 6, ("sl", "sl", "cg", "sl")),
    Fall("river-baimamen", 232.0, 99.1, 5, 6, ("sl", "sl", "sl", "cg", "cg")),
)
VALLEYS = (
    ("road-longxiang", (0.38, 0.55, 0.68, 0.82)),
    ("road-yaohe", (0.18, 0.34, 0.62, 0.83)),
    ("road-shanqian", (0.22, 0.58)),
)
"""Hill roads with the parts of their way at which a valley is crossed."""


def river_points() -> Iterator[Feature]:
    """Return the gauges of both rivers with warning and guarantee stages."""
    for fall in FALLS:
        river = named(fall.code)
        path = inside(river)
        for i in range(fall.points):
            part = (i + 0.5) / fall.points
            known = stages(fall, part)
            names = f"{river.name_zh}{i + 1}号监测点", f"{river.name_en} Point {i + 1}"
            spot = path.interpolate(part, normalized=True)
            what = "river_point", f"{fall.code}-p{i + 1}"
            yield asset(what, names, of_unit("sl"), known, spot)


def bridge_points() -> Iterator[Feature]:
    """Return the gauges at the bridges of main roads, each with the stages of its place."""
    seen: Counter[str] = Counter()
    for c in between("road", "river"):
        river, road = (c.one, c.other) if c.one.kind == "river" else (c.other, c.one)
        seen[river.code] += 1
        fall = next(one for one in FALLS if one.code == river.code)
        part = inside(river).project(Point(c.xy), normalized=True)
        names = (
            f"{river.name_zh}{road.name_zh}桥水位点",
            f"{river.name_en} Gauge at {road.name_en} Bridge",
        )
        what = "river_point", f"{river.code}-b{seen[river.code]}"
        yield asset(what, names, of_unit("sl"), stages(fall, part), Point(c.xy))


def stages(fall: Fall, part: float) -> Known:
    """Return the stages of a point: 警戒 and 保证, in metres above a named datum."""
    bed = fall.top_m + (fall.bottom_m - fall.top_m) * part
    return {
        "river": fall.code,
        "bed_m": round(bed, 2),
        "warning_stage_m": round(bed + 2.4, 2),
        "guarantee_stage_m": round(bed + 3.6, 2),
        "datum": DATUM,
        "gauge": "radar" if part < 0.7 else "camera",
    }


def reaches() -> Iterator[Feature]:
    """Return the reaches of both rivers, from the top down."""
    for fall in FALLS:
        river = named(fall.code)
        path = inside(river)
        for i, keeper in enumerate(fall.keepers):
            start, end = i / fall.reaches, (i + 1) / fall.reaches
            names = f"{river.name_zh}第{i + 1}河段", f"{river.name_en} Reach {i + 1}"
            known: Known = {"river": fall.code, "chief": "区级河长", "half_width_m": river.half_m}
            piece = substring(path, start, end, normalized=True)
            yield asset(("river", f"{fall.code}-r{i + 1}"), names, of_unit(keeper), known, piece)


def culverts() -> Iterator[Feature]:
    """Return the underpasses where roads pass below the expressway, and the known wet ones."""
    found = [(way_of(c.one, c.other), Point(c.xy)) for c in between("road", "expressway")]
    known = [
        (("解放西路下穿", "Jiefang West Road Underpass"), Point(metres(113.1800, 35.2390))),
        (("怡光路铁路涵洞", "Yiguang Road Rail Culvert"), Point(metres(113.1671, 35.2393))),
        (("跃进路铁路涵洞", "Yuejin Road Rail Culvert"), Point(metres(113.1573, 35.2389))),
        (("许衡大道北涵洞", "Xuheng Avenue North Culvert"), Point(metres(113.1402, 35.2560))),
        (("山前大道排洪涵", "Shanqian Avenue Flood Culvert"), Point(metres(113.1250, 35.2641))),
        (("龙翔路一号涵", "Longxiang Road Culvert 1"), Point(metres(113.1506, 35.2720))),
        (("龙翔路二号涵", "Longxiang Road Culvert 2"), Point(metres(113.1512, 35.2920))),
        *valley_culverts(),
    ]
    for i, (names, spot) in enumerate([*found, *known]):
        facts: Known = {"clearance_m": 3.5 + 0.5 * (i % 3), "warns_at_depth_cm": 15, "pump": i < 4}
        yield asset(("culvert", f"culvert-{i + 1:02d}"), names, of_unit("cg"), facts, spot)


def valley_culverts() -> Iterator[tuple[tuple[str, str], Point]]:
    """Return the culverts by which the hill roads cross small valleys."""
    for code, parts in VALLEYS:
        road = named(code)
        path = inside(road)
        for i, part in enumerate(parts, 1):
            names = f"{road.name_zh}沟谷{i}号涵", f"{road.name_en} Valley Culvert {i}"
            yield names, path.interpolate(part, normalized=True)


def way_of(one: Way, other: Way) -> tuple[str, str]:
    """Return the names of an underpass from the road that passes below."""
    road = one if one.kind == "road" else other
    return f"{road.name_zh}高速下穿", f"{road.name_en} Expressway Underpass"


def highway() -> Iterator[Feature]:
    """Return the expressway, owned by a company outside the district."""
    way = named("expressway")
    owner = Owner("高速公路运营公司（示例）", "jt")
    known: Known = {"maintenance": "运营公司养护", "hotline": "000-00000"}
    path = inside(way)
    yield asset(("highway", "highway-1"), (way.name_zh, way.name_en), owner, known, path)
