"""Write the units, the 86 stations and what each of them has."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from data.zhongzhan.make.files import SOURCES, Row, dice, source, table, write_table

DISTRICT = "S-410803"
CENTRE_NAMES = ("中站区三级调度指挥中心", "Zhongzhan District Dispatch Centre")


def station_code(area_code: str) -> str:
    """Return the code of the station that serves an area of the national list."""
    return f"S-{area_code}"


def office_code(unit_code: str) -> str:
    """Return the code of a unit's dispatch office."""
    return f"S-U-{unit_code}"


def units() -> list[Row]:
    """Return the 28 units."""
    return [{k: v for k, v in row.items() if k != "handlers"} for row in source("units.csv")]


@cache
def stations() -> tuple[Row, ...]:
    """Return every station: the district's centre first, the units' offices last."""
    found = unnumbered()
    return tuple({**s, "phone": f"0391-0000{i:03d}"} for i, s in enumerate(found))


def unnumbered() -> tuple[Row, ...]:
    """Return every station before its duty desk gets an invented telephone."""
    centre = station(DISTRICT, "district_centre", *CENTRE_NAMES)
    return (
        {**centre, "area_code": "410803"},
        *(served(r, "subdistrict_centre", DISTRICT) for r in source("subdistricts.csv")),
        *(
            served(r, "community_station", station_code(r["code"][:9]))
            for r in source("communities.csv")
        ),
        *(office(r) for r in source("units.csv")),
    )


def served(area: dict[str, str], kind: str, parent: str) -> Row:
    """Return the station that serves an area."""
    zh = area["name_zh"] + ("综合调度服务中心" if kind == "subdistrict_centre" else "网格工作站")
    en = area["name_en"] + (" Service Centre" if kind == "subdistrict_centre" else " Grid Station")
    row = station(station_code(area["code"]), kind, zh, en)
    return {**row, "area_code": area["code"], "parent_code": parent}


def office(unit: dict[str, str]) -> Row:
    """Return the dispatch office of a unit."""
    zh, en = unit["name_zh"] + "调度办公室", unit["name_en"] + " Dispatch Office"
    row = station(office_code(unit["code"]), "unit_office", zh, en)
    return {**row, "unit_code": unit["code"], "parent_code": DISTRICT}


def station(code: str, kind: str, name_zh: str, name_en: str) -> dict[str, str]:
    """Return the columns that every station has."""
    return {
        "code": code,
        "kind": kind,
        "name_zh": name_zh,
        "name_en": name_en,
        "area_code": "",
        "unit_code": "",
        "parent_code": "",
        "phone": "",
    }


def five_haves() -> list[Row]:
    """Return the five haves of every station, a sentence and a date each."""
    return [have(s, kind) for s in stations() for kind in HAVES]


def have(at: Row, kind: str) -> Row:
    """Return one of the five haves of one station."""
    roll = dice(f"{at['code']}{kind}")
    wording = next(h for h in sentences() if h["kind"] == kind and h["station_kind"] == at["kind"])
    count = roll.randint(int(wording["least"]), int(wording["most"]))
    day = f"{roll.choice((2024, 2024, 2025))}-{roll.randint(1, 12):02d}-{roll.randint(1, 28):02d}"
    return {
        "station_code": at["code"],
        "kind": kind,
        "text_zh": wording["text_zh"].format(n=count),
        "text_en": wording["text_en"].format(n=count),
        "on_date": day,
    }


@cache
def sentences() -> tuple[dict[str, str], ...]:
    """Return the wording of the five haves by kind of station."""
    return tuple(table(SOURCES / "five_haves.csv"))


HAVES = ("team", "mechanism", "site", "equipment", "ledger")


def write(folder: Path) -> None:
    """Write units, tags, stations and their five haves."""
    write_table(folder / "units.csv", units())
    write_table(folder / "dept_types.csv", source("dept_types.csv"))
    write_table(folder / "stations.csv", list(stations()))
    write_table(folder / "five_haves.csv", five_haves())
