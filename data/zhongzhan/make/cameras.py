"""Place the cameras and draw what each of them sees."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from random import Random

from shapely import Point, Polygon

from data.zhongzhan.make.asset import Known, Owner, asset, of_unit, with_footprint
from data.zhongzhan.make.compounds import Compound, compounds
from data.zhongzhan.make.crossings import between
from data.zhongzhan.make.facilities import lived_in
from data.zhongzhan.make.files import Feature, dice
from data.zhongzhan.make.lattice import metres
from data.zhongzhan.make.lines import XY, along, ways
from data.zhongzhan.make.works import Site, sites

CORNERS = (("大门", "Gate", 0), ("消防通道", "Fire Lane", 1), ("车棚", "Shed", 2))
BACK = ("后门", "Back Gate", 3)
BETWEEN_M, APART_M = 700.0, 260.0
"""Along a main road a camera stands this often, and no nearer to the next one."""
TOWERS = (
    ("十二会防火塔", "Shi'erhui Fire Tower", 113.1735, 35.3400, 200.0),
    ("桑园防火塔", "Sangyuan Fire Tower", 113.1455, 35.3350, 160.0),
    ("北业防火塔", "Beiye Fire Tower", 113.1890, 35.3205, 240.0),
    ("许河防火塔", "Xuhe Fire Tower", 113.1320, 35.3100, 60.0),
    ("大洼防火塔", "Dawa Fire Tower", 113.1400, 35.2890, 320.0),
    ("龙洞防火塔", "Longdong Fire Tower", 113.1140, 35.2810, 40.0),
)
FIRST_SITES = 12
"""The sites that had their cameras first; newer ones follow after everything else."""
Sight = tuple[XY, float, float, float]  # mast, bearing, field of view (degrees), range (m)


def cameras(folder: Path) -> list[Feature]:
    """Return every camera of the district."""
    roll = dice("cameras")
    return [
        *(f for c in compounds(folder) if c.cameras for f in of_compound(roll, c)),
        *of_roads(roll),
        *(f for s in sites()[:FIRST_SITES] for f in of_site(roll, s)),
        *towers(),
        *further(folder, dice("further cameras")),
    ]


def further(folder: Path, roll: Random) -> Iterator[Feature]:
    """Return what was put up later: back gates, masts between crossings, newer sites."""
    for c in compounds(folder):
        if c.cameras:
            yield of_corner(roll, c, BACK)
    yield from along_roads(roll)
    for s in sites()[FIRST_SITES:]:
        yield from of_site(roll, s)


def of_compound(roll: Random, compound: Compound) -> Iterator[Feature]:
    """Return three cameras of a compound; the one at the gate looks into the street."""
    for corner in CORNERS:
        yield of_corner(roll, compound, corner)


def of_corner(roll: Random, compound: Compound, place: tuple[str, str, int]) -> Feature:
    """Return the camera at one corner of a compound."""
    zh, en, corner = place
    (x, y), middle = compound.shape.exterior.coords[corner], compound.shape.centroid
    inward = bearing((x, y), (middle.x, middle.y))
    look = inward + (150.0 if corner == 0 else roll.uniform(-20, 20))
    sight = (x, y), look % 360, roll.choice((70.0, 85.0, 100.0)), roll.uniform(60, 110)
    code = f"cam-{compound.code}-{corner + 1}"
    names = f"{compound.name_zh}{zh}摄像头", f"{compound.name_en} {en} Camera"
    owner = Owner(f"{compound.name_zh}物业服务企业（示例）", "fg")
    more: Known = {"compound": compound.code, "mast_height_m": 4.5}
    return camera(("compound_camera", code), names, owner, sight, more)


def of_roads(roll: Random) -> Iterator[Feature]:
    """Return one camera at every crossing of main roads and at every bridge."""
    for i, c in enumerate([*between("road"), *between("road", "river")]):
        mast = c.xy[0] + roll.uniform(-18, 18), c.xy[1] + roll.uniform(-18, 18)
        sight = mast, roll.uniform(0, 360), 60.0, roll.uniform(90, 160)
        names = (
            f"{c.one.name_zh}{c.other.name_zh}路口摄像头",
            f"{c.one.name_en} / {c.other.name_en} Camera",
        )
        more: Known = {"mast_height_m": 8.0, "finds": "违停|拥堵"}
        what = "road_camera", f"cam-road-{i + 1:02d}"
        yield camera(what, names, of_unit("jj"), sight, more)


def along_roads(roll: Random) -> Iterator[Feature]:
    """Return the cameras between the crossings, where people live, looking down the road."""
    standing = [c.xy for c in [*between("road"), *between("road", "river")]]
    first = len(standing)
    for way in (w for w in ways() if w.kind == "road"):
        for i, ((x, y), (dx, dy)) in enumerate(along(way.path, BETWEEN_M)):
            mast = x - dy * (way.half_m + 3), y + dx * (way.half_m + 3)
            if not lived_in(mast) or any(math.dist(mast, one) < APART_M for one in standing):
                continue
            standing.append(mast)
            down = bearing((0, 0), (dx, dy) if i % 2 else (-dx, -dy))
            sight = mast, down, 60.0, roll.uniform(90, 160)
            number = len(standing) - first
            names = (
                f"{way.name_zh}路段{number}号摄像头",
                f"{way.name_en} Roadside Camera {number}",
            )
            more: Known = {"mast_height_m": 8.0, "finds": "违停|拥堵"}
            what = "road_camera", f"cam-road-{len(standing):02d}"
            yield camera(what, names, of_unit("jj"), sight, more)


def of_site(roll: Random, site: Site) -> Iterator[Feature]:
    """Return two cameras at opposite corners of a construction site."""
    ring, middle = list(site.shape.exterior.coords), site.shape.centroid
    for i in (0, 2):
        x, y = ring[i]
        look = bearing((x, y), (middle.x, middle.y)) % 360
        sight = (x, y), look, 90.0, roll.uniform(80, 140)
        names = f"{site.name_zh}{i // 2 + 1}号摄像头", f"{site.name_en} Camera {i // 2 + 1}"
        more: Known = {"site": site.code, "mast_height_m": 6.0, "finds": "安全帽|扬尘"}
        code = f"cam-{site.code}-{i // 2 + 1}"
        yield camera(("site_camera", code), names, Owner(site.contractor, site.unit), sight, more)


def towers() -> Iterator[Feature]:
    """Return the forest towers with their long view."""
    for i, (zh, en, lon, lat, look) in enumerate(TOWERS):
        sight = metres(lon, lat), look, 140.0, 2600.0
        more: Known = {"thermal": True, "mast_height_m": 32.0, "finds": "烟火"}
        what = "forest_camera", f"cam-forest-{i + 1}"
        yield camera(what, (zh, en), of_unit("zr"), sight, more)


def camera(
    what: tuple[str, str], names: tuple[str, str], owner: Owner, sight: Sight, more: Known
) -> Feature:
    """Return one camera with its mast and its footprint."""
    mast, look, field, range_m = sight
    known: Known = {
        "bearing": round(look, 1),
        "field_of_view": field,
        "range_m": round(range_m, 1),
        **more,
    }
    return with_footprint(asset(what, names, owner, known, Point(mast)), cone(sight))


def cone(sight: Sight) -> Polygon:
    """Return the ground that a camera sees: a sector that starts at its mast."""
    (x, y), look, field, range_m = sight
    steps = max(6, int(field / 10))
    turns = (math.radians(look - field / 2 + field * i / steps) for i in range(steps + 1))
    arc = [(x + range_m * math.sin(a), y + range_m * math.cos(a)) for a in turns]
    return Polygon([(x, y), *arc])


def bearing(a: XY, b: XY) -> float:
    """Return the compass bearing from one point to another, degrees clockwise from north."""
    return math.degrees(math.atan2(b[0] - a[0], b[1] - a[1])) % 360
