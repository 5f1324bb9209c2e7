"""Scatter the small things: sheds, doors, docks, manholes and lamps."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from random import Random

from shapely import Point

from data.zhongzhan.make.asset import Known, Owner, asset, of_unit
from data.zhongzhan.make.compounds import Compound, compounds
from data.zhongzhan.make.files import Feature, dice
from data.zhongzhan.make.lattice import metres
from data.zhongzhan.make.lines import XY, Way, along, outline, ways
from data.zhongzhan.make.seeds import centres

COVERS = (
    ("telecom_manhole", "通信井盖", "Telecom Manhole", Owner("通信运营公司（示例）", "gx"), 24),
    ("water_manhole", "上水井盖", "Water Manhole", Owner("供水公司（示例）", "zj"), 20),
    ("sewage_manhole", "污水井盖", "Sewage Manhole", of_unit("cg"), 20),
    ("heat_manhole", "热力井盖", "Heating Manhole", Owner("供热公司（示例）", "zj"), 14),
    ("street_lamp", "路灯", "Street Lamp", of_unit("cg"), 40),
)
DOCKS = (
    ("指挥中心无人机机场", "Command Centre Drone Dock", 113.1748, 35.2372),
    ("府城无人机机场", "Fucheng Drone Dock", 113.1630, 35.2145),
    ("龙翔无人机机场", "Longxiang Drone Dock", 113.1535, 35.2685),
)


def sheds(folder: Path) -> Iterator[Feature]:
    """Return an e-bike shed in every compound and a second one at the gate of those with cameras.

    Two of them have thermal cameras.
    """
    every = compounds(folder)
    for i, c in enumerate(every):
        names = f"{c.name_zh}充电车棚", f"{c.name_en} E-bike Shed"
        yield shed(i, c, 2, names)
    for i, c in enumerate([c for c in every if c.cameras], len(every)):
        yield shed(i, c, 0, (f"{c.name_zh}门口充电车棚", f"{c.name_en} Gate E-bike Shed"))


def shed(number: int, compound: Compound, corner: int, names: tuple[str, str]) -> Feature:
    """Return one shed, a little inside a corner of its compound."""
    (x, y), middle = compound.shape.exterior.coords[corner], compound.shape.centroid
    spot = Point(x + (middle.x - x) * 0.2, y + (middle.y - y) * 0.2)
    known: Known = {"sockets": 20 + 4 * (number % 6), "thermal_camera": number in (0, 3)}
    owner = Owner(f"{compound.name_zh}物业服务企业（示例）", "fg")
    return asset(("ebike_shed", f"shed-{number + 1:02d}"), names, owner, known, spot)


def doors(folder: Path) -> Iterator[Feature]:
    """Return the door access of the first five compounds with cameras."""
    for i, c in enumerate([c for c in compounds(folder) if c.cameras][:5]):
        known: Known = {"compound": c.code, "lanes": 2}
        names = f"{c.name_zh}门禁", f"{c.name_en} Door Access"
        owner = Owner(f"{c.name_zh}物业服务企业（示例）", "fg")
        spot = Point(c.shape.exterior.coords[0])
        yield asset(("door_access", f"door-{i + 1}"), names, owner, known, spot)


def docks() -> Iterator[Feature]:
    """Return the drones' docks."""
    for i, (zh, en, lon, lat) in enumerate(DOCKS):
        known: Known = {"flight_radius_m": 5000}
        spot = Point(metres(lon, lat))
        yield asset(("drone_dock", f"dock-{i + 1}"), (zh, en), of_unit("yj"), known, spot)


def covers() -> Iterator[Feature]:
    """Return manhole covers and lamps along the main roads of the town."""
    roll = dice("covers")
    for kind, zh, en, owner, count in COVERS:
        for i in range(count):
            way, spot = roadside(roll)
            names = f"{way.name_zh}{zh}{i + 1}号", f"{way.name_en} {en} {i + 1}"
            known: Known = {"road": way.code}
            what = kind, f"{kind.replace('_', '-')}-{i + 1:02d}"
            yield asset(what, names, owner, known, Point(spot))


def roadside(roll: Random) -> tuple[Way, XY]:
    """Return a main road and a place beside it where people live."""
    roads = [w for w in ways() if w.kind == "road"]
    while True:
        way = roll.choice(roads)
        (x, y), (dx, dy) = roll.choice(along(way.path, 40.0))
        side = roll.choice((-1, 1)) * roll.uniform(6, 14)
        spot = x - dy * side, y + dx * side
        if lived_in(spot):
            return way, spot


def lived_in(xy: XY) -> bool:
    """Return whether a place lies in the district near people."""
    inside = outline().contains(Point(xy))
    return inside and any(math.dist(xy, middle) < reach for middle, reach in centres())
