"""Lay out construction sites, parks, scenic spots and compounds as polygons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shapely import Polygon

from data.zhongzhan.make.asset import Known, Owner, asset, of_unit
from data.zhongzhan.make.compounds import compounds
from data.zhongzhan.make.files import Feature, dice, source
from data.zhongzhan.make.leaves import ground


@dataclass(frozen=True)
class Site:
    """A construction site."""

    code: str
    name_zh: str
    name_en: str
    owner: str
    unit: str
    contractor: str
    stage: str
    shape: Polygon


@cache
def sites() -> tuple[Site, ...]:
    """Return every construction site."""
    return tuple(site(i + 1, row) for i, row in enumerate(source("sites.csv")))


def site(number: int, row: dict[str, str]) -> Site:
    """Return one construction site of the table."""
    names = row["name_zh"], row["name_en"]
    who = row["owner"], row["unit_code"], row["contractor"], row["stage"]
    return Site(f"site-{number:02d}", *names, *who, ground(row))


def site_assets() -> Iterator[Feature]:
    """Return the construction sites; the site's unit answers where the owner is outside."""
    for s in sites():
        known: Known = {"contractor": s.contractor, "stage": s.stage}
        what = "construction_site", s.code
        yield asset(what, (s.name_zh, s.name_en), Owner(s.owner, s.unit), known, s.shape)


def greens() -> Iterator[Feature]:
    """Return parks and scenic spots, their corners rounded by hand-drawn unevenness."""
    for i, row in enumerate(source("greens.csv")):
        known: Known = {"keeper_post": f"{row['name_zh']}管理班"}
        what = row["kind"], f"{row['kind'].split('_')[0]}-{i + 1:02d}"
        names = row["name_zh"], row["name_en"]
        yield asset(what, names, of_unit(row["unit_code"]), known, uneven(row))


def uneven(row: dict[str, str]) -> Polygon:
    """Return a park's ground with corners cut off and edges a little crooked."""
    roll, shape = dice(row["name_en"]), ground(row)
    play = min(float(row["east_m"]), float(row["north_m"])) * 0.06
    soft = shape.buffer(-play * 2).buffer(play * 2, quad_segs=2)
    ring = [
        (x + roll.uniform(-play, play), y + roll.uniform(-play, play))
        for x, y in soft.exterior.segmentize(200.0).coords[:-1]
    ]
    return Polygon(ring)


def compound_assets(folder: Path) -> Iterator[Feature]:
    """Return the residential compounds."""
    for c in compounds(folder):
        known: Known = {"cameras": 4 if c.cameras else 0, "community": c.community}
        owner = Owner(f"{c.name_zh}物业服务企业（示例）", "fg")
        yield asset(("compound", c.code), (c.name_zh, c.name_en), owner, known, c.shape)
