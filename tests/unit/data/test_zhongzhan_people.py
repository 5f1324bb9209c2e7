"""The people of the demo district: somebody in every post, on every day."""

import csv
from collections import Counter
from datetime import date, timedelta

import pytest

from data.zhongzhan.make import stations
from data.zhongzhan.make.files import HERE, shapes
from tests.unit.data.district import LEVELS, areas, assets, csv_of, leaves

CLASSBOOK = HERE.parent / "classbook"


def test_codes_are_unique_within_their_lists() -> None:
    rows = [row for level in LEVELS for row, _ in areas(level)]
    lists: list[list[str]] = [
        [f"{row['code_list']} {row['code']}" for row in rows],
        [str(row["code"]) for row, _ in assets()],
        [str(row["code"]) for row, _ in shapes(HERE / "places.geojson")],
        *([r["code"] for r in csv_of(n)] for n in ("units", "stations", "people", "posts")),
        [r["login"] for r in csv_of("logins")],
        [r["phone"] for r in csv_of("people")],
    ]
    for codes in lists:
        assert [c for c, n in Counter(codes).items() if n > 1] == []


def test_there_are_86_stations_and_each_has_all_five_haves() -> None:
    kinds = dict(Counter(row["kind"] for row in csv_of("stations")))
    haves = {(r["station_code"], r["kind"]) for r in csv_of("five_haves") if r["text_zh"]}
    assert kinds == {
        "district_centre": 1,
        "subdistrict_centre": 9,
        "community_station": 48,
        "unit_office": 28,
    }
    assert haves == {(r["code"], k) for r in csv_of("stations") for k in stations.HAVES}


def test_stations_hang_under_stations_and_serve_areas_that_exist() -> None:
    codes = {row["code"] for row in csv_of("stations")} | {""}
    served = {row["area_code"] for row in csv_of("stations")} - {""}
    assert {row["parent_code"] for row in csv_of("stations")} <= codes
    assert served == {row["code"] for level in LEVELS[:3] for row, _ in areas(level)}


@pytest.mark.parametrize("day", [date(2024, 1, 1) + timedelta(days=90 * i) for i in range(17)])
def test_on_any_day_every_area_has_exactly_one_grid_leader_beside_deputies(day: date) -> None:
    open_posts = [p for p in csv_of("posts") if is_open(p, day) and not p["deputy_of"]]
    leaders = Counter(p["area_code"] for p in open_posts if p["role"] == "grid_leader")
    every = {str(row["code"]) for level in LEVELS for row, _ in areas(level)}
    assert leaders == dict.fromkeys(every, 1)


def is_open(post: dict[str, str], day: date) -> bool:
    return post["valid_from"] <= str(day) and (not post["valid_to"] or str(day) < post["valid_to"])


def test_every_leaf_has_an_officer_and_every_unit_a_dispatcher_and_handlers() -> None:
    held = {(p["role"], p["area_code"] or p["station_code"]) for p in csv_of("posts")}
    assert {("grid_officer", code) for code in leaves()} <= held
    for unit in csv_of("units"):
        office = stations.office_code(unit["code"])
        assert {("unit_dispatcher", office), ("handler", office)} <= held


def test_posts_belong_to_people_and_stations_that_exist_and_deputies_to_posts() -> None:
    posts, known = csv_of("posts"), {p["code"] for p in csv_of("people")}
    assert {p["person_code"] for p in posts} == known
    assert {p["station_code"] for p in posts} <= {s["code"] for s in csv_of("stations")}
    assert {p["deputy_of"] for p in posts} - {""} < {p["code"] for p in posts}


def test_every_login_belongs_to_somebody_who_holds_that_role_for_good() -> None:
    lasting = {(p["person_code"], p["role"]) for p in csv_of("posts") if not p["valid_to"]}
    roles = {p["role"] for p in csv_of("posts")}
    assert {(r["person_code"], r["role"]) for r in csv_of("logins")} <= lasting
    assert {r["role"] for r in csv_of("logins")} == roles


def test_the_leaders_in_charge_cover_every_unit_once() -> None:
    rows = [p for p in csv_of("posts") if p["role"] == "leader" and not p["deputy_of"]]
    portfolios = {p["person_code"]: p["unit_codes"] for p in rows if p["unit_codes"]}
    units = [u for text in portfolios.values() for u in text.split("|")]
    assert sorted(units) == sorted(u["code"] for u in csv_of("units"))


def test_every_kind_of_department_in_the_class_book_is_somebody() -> None:
    known = {r["tag"] for r in csv_of("dept_types") if bool(r["unit_code"]) != bool(r["relative"])}
    units = {r["tag"]: r["unit_code"] for r in csv_of("dept_types") if r["unit_code"]}
    own = {(t, u["code"]) for u in csv_of("units") for t in u["dept_types"].split("|")}
    assert asked() <= known
    assert set(units.items()) == own


def asked() -> set[str]:
    """Return every tag that the class book and its rules name."""
    found: set[str] = set()
    for path in sorted(CLASSBOOK.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                cells = (
                    row.get(c) or "" for c in ("lead", "assists", "default_lead", "default_assists")
                )
                found |= {t for cell in cells for t in cell.split("|") if t.startswith("dept:")}
    return {t.removeprefix("dept:") for t in found}


def test_the_calendar_has_every_day_and_says_which_year_is_provisional() -> None:
    rows = csv_of("calendar")
    first = date.fromisoformat(rows[0]["day"])
    assert [r["day"] for r in rows] == [str(first + timedelta(days=i)) for i in range(2922)]
    assert {r["day"][:4] for r in rows if r["status"] == "provisional"} == {"2027"}
    kinds = {r["day"]: (r["kind"], r["name"]) for r in rows}
    assert kinds["2026-02-17"] == ("rest", "春节")
    assert kinds["2025-01-26"] == ("work", "春节调休上班")
    assert kinds["2027-02-06"] == ("rest", "春节")
