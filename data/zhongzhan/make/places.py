"""Write the gazetteer: squares, markets, schools, crossings, compounds, villages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from shapely import Point

from data.zhongzhan.make.compounds import compounds
from data.zhongzhan.make.crossings import between
from data.zhongzhan.make.files import Feature, Row, dice, source, write_shapes
from data.zhongzhan.make.lattice import degrees, metres
from data.zhongzhan.make.leaves import communities, of_community, somewhere
from data.zhongzhan.make.lines import XY

VILLAGE = (
    ("committee", "党群服务中心", "Service Centre", "村委会|村部"),
    ("square", "文化广场", "Culture Square", "广场"),
    ("clinic", "卫生室", "Clinic", "诊所"),
)
TOWN = (
    ("committee", "党群服务中心", "Service Centre", "居委会"),
    ("clinic", "卫生服务站", "Health Station", "社区卫生站"),
    ("school", "幼儿园", "Kindergarten", ""),
)
SHOPS = ("门面房", "便民超市", "农资店", "快递驿站", "理发店一条街", "夜市", "停车场")
SHOPS_EN = (
    "Shop Row",
    "Convenience Store",
    "Farm Supplies",
    "Parcel Station",
    "Barbers' Row",
    "Night Market",
    "Car Park",
)


def places(folder: Path) -> list[Feature]:
    """Return every place of the gazetteer."""
    return [
        *known(),
        *(f for row, xy in communities() for f in of_place(folder, row, xy)),
        *road_crossings(),
        *bridges(),
        *(compound_places(folder)),
    ]


def known() -> Iterator[Feature]:
    """Return the places that the source names."""
    for r in source("places.csv"):
        xy = metres(float(r["lon"]), float(r["lat"]))
        names = r["name_zh"], r["name_en"], r["aliases"]
        yield place(r["code"], r["kind"], names, xy)


def of_place(folder: Path, row: dict[str, str], xy: XY) -> Iterator[Feature]:
    """Return a village or community itself and what people there name."""
    zh, en, code = row["name_zh"], row["name_en"], row["code"]
    yield place(f"v-{code}", "village", (zh, en, row["name_official"]), xy)
    roll, homes = dice(f"place{code}"), of_community(folder, code)
    for i, (kind, tail, tail_en, alias) in enumerate(VILLAGE if zh.endswith("村") else TOWN):
        spot = somewhere(roll, homes[i % min(3, len(homes))])
        aliases = "|".join(zh + a for a in alias.split("|") if a)
        yield place(f"{kind}-{code}", kind, (zh + tail, f"{en} {tail_en}", aliases), spot)
    shop = roll.randrange(len(SHOPS))
    names = zh + SHOPS[shop], f"{en} {SHOPS_EN[shop]}", ""
    yield place(f"shop-{code}", "shop", names, somewhere(roll, homes[-1]))


def road_crossings() -> Iterator[Feature]:
    """Return the crossings of main roads, known by either order of the names."""
    for i, c in enumerate(between("road")):
        zh = f"{c.one.name_zh}与{c.other.name_zh}交叉口"
        en = f"{c.one.name_en} and {c.other.name_en} crossing"
        turned = f"{c.other.name_zh}与{c.one.name_zh}交叉口"
        short = f"{c.one.name_zh}{c.other.name_zh}路口"
        yield place(f"crossing-{i + 1:02d}", "crossing", (zh, en, f"{turned}|{short}"), c.xy)


def bridges() -> Iterator[Feature]:
    """Return the bridges of main roads over the rivers."""
    for i, c in enumerate(between("road", "river")):
        road, river = sorted((c.one, c.other), key=lambda w: w.kind, reverse=True)
        zh, en = f"{road.name_zh}{river.name_zh}桥", f"{road.name_en} {river.name_en} Bridge"
        alias = f"{river.name_zh}{road.name_zh}桥"
        yield place(f"bridge-{i + 1:02d}", "bridge", (zh, en, alias), c.xy)


def compound_places(folder: Path) -> Iterator[Feature]:
    """Return the compounds; a compound that is an asset has the asset's code."""
    for c in compounds(folder):
        middle = c.shape.centroid
        yield place(c.code, "compound", (c.name_zh, c.name_en, ""), (middle.x, middle.y))


def place(code: str, kind: str, names: tuple[str, str, str], xy: XY) -> Feature:
    """Return one place; aliases are parted by `|`."""
    zh, en, aliases = names
    row: Row = {
        "code": code,
        "kind": kind,
        "name_zh": zh,
        "name_en": en,
        "aliases": [a for a in aliases.split("|") if a],
        "synthetic": True,
    }
    return row, Point(degrees(*xy))


def write(folder: Path) -> None:
    """Write the gazetteer."""
    write_shapes(folder / "places.geojson", places(folder))
