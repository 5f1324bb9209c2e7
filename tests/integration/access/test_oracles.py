"""What is somebody else's and what is not there are answered alike: nobody learns which it is."""

import re
from base64 import b64encode
from contextlib import nullcontext
from json import dumps
from typing import Any

import pytest

from gisgrid.kernel.ids import case_number
from tests.integration.access.table import HIDDEN, TABLE
from tests.integration.access.test_operations import code, filled, spelled
from tests.integration.access.walls import first_wall_alone
from tests.integration.access.world import HERE, MONDAY, THERE, World

READERS = ("dispatcher", "handler", "grid_officer", "stranger")
ASKING = ("dispatcher", "grid_officer", "handler", "leader", "public", "supervisor")
NUMBERED = (
    "asset_id", "bulletin_id", "feature", "key_id", "notice_id", "number", "order_id", "photo_id",
    "session_id", "shift_id",
)  # fmt: skip
NOBODY_S = dict.fromkeys(NUMBERED, "987654321") | {"number": case_number(MONDAY.date(), 77_777)}
HIDING = sorted(
    name
    for name, row in TABLE.items()
    if row.foreign == HIDDEN and any(f"{{{one}}}" in name for one in NUMBERED)
)


def answer(world: World, name: str, role: str, names: dict[str, str]) -> tuple[int, str]:
    """Return what an operation answers, the thing's own name left out."""
    row, (verb, path) = TABLE[name], name.split(" ")
    names["code"] = code(names, path)
    said = {"params": filled(row.query, names), "json": spelled(row.json, names)}
    found = world.ask(role, verb, path.format(**names), **said)
    body = found.text
    for one in NUMBERED:
        if f"{{{one}}}" in path:
            body = re.sub(rf"(?<!\d){names[one]}(?!\d)", one, body)
    return found.status_code, body


@pytest.mark.parametrize("name", HIDING)
def test_a_stranger_s_thing_is_answered_as_one_that_is_not_there(world: World, name: str) -> None:
    wrong = []
    for role in ASKING:
        names = world.names(role, THERE)
        others = answer(world, name, role, names)
        nobody_s = answer(world, name, role, names | NOBODY_S)
        if others != nobody_s:
            wrong.append((role, others, nobody_s))
    assert not wrong, wrong


def questions(world: World) -> list[tuple[str, dict[str, str]]]:
    """Return lists and pages, filtered and sorted by what only the other side's case has."""
    there = world.sides[THERE]
    cursor = b64encode(dumps(["9999-01-01T00:00:00+00:00", 9 * 10**17]).encode()).decode()
    listed = [
        {"area": there.area_code}, {"station": str(there.station_id)}, {"q": there.number},
        {"class": str(there.class_id)}, {"q": THERE}, {"cursor": cursor},
        *({"sort": one} for one in ("newest", "oldest", "due")), {"limit": "500"},
    ]  # fmt: skip
    box = f"{there.lon - 0.01},{there.lat - 0.01},{there.lon + 0.01},{there.lat + 0.01}"
    featured = [
        {"bbox": box}, {"limit": "10000"}, {"number": there.number},
        {"filter": f"number = '{there.number}'"}, {"filter": "number LIKE '%'"},
        {"filter": f"NOT (number = '{world.sides[HERE].number}')"},
        {"filter": f"S_INTERSECTS(geom, BBOX({box}))"},
    ]  # fmt: skip
    searched = [{"q": one} for one in (THERE, there.number, there.number[:8], there.number[-6:])]
    ways = {"/api/cases": listed, "/ogc/collections/case/items": featured, "/api/search": searched}
    return [(path, said) for path, asked in ways.items() for said in asked]


@pytest.mark.parametrize("which", ["both", "first"])
def test_no_filter_sort_or_page_reaches_over_the_wall(world: World, which: str) -> None:
    there, wrong = world.sides[THERE], []
    with first_wall_alone(world) if which == "first" else nullcontext():
        for path, said in questions(world):
            for who in READERS:
                found = world.ask(who, "GET", path, params=said)
                # What was asked comes back in the links of a page.
                words = re.sub(r'"links":\[.*?\]', "", found.text)
                told = THERE in words or f'"{there.number}"' in words
                if found.status_code != 200 or told != (who == "stranger"):
                    wrong.append((who, path, said, found.status_code, told))
    assert not wrong, wrong


def merged_into(world: World, target: str) -> Any:
    step = {"action": "merge", "codes": {"target": target}}
    mine = f"/api/cases/{world.sides[HERE].number}/steps"
    return world.ask("dispatcher", "POST", mine, json=step)


def test_a_step_tells_no_more_of_the_case_that_it_names(world: World) -> None:
    foreign, nobody_s = world.sides[THERE].number, NOBODY_S["number"]
    others, none = merged_into(world, foreign), merged_into(world, nobody_s)
    assert others.status_code == none.status_code == 404
    assert others.text.replace(foreign, "N") == none.text.replace(nobody_s, "N")


def test_the_public_learns_no_number_by_joining(world: World) -> None:
    said = {"lon": 113.0, "lat": 35.0}
    foreign, nobody_s = world.sides[THERE].number, NOBODY_S["number"]
    others = world.ask("public", "POST", f"/api/duplicates/{foreign}/reports", json=said)
    none = world.ask("public", "POST", f"/api/duplicates/{nobody_s}/reports", json=said)
    assert others.status_code == none.status_code == 404
    assert others.text.replace(foreign, "N") == none.text.replace(nobody_s, "N")
