"""One search box: places for everybody, cases, assets and people as far as one's lists go."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from gisgrid import cases
from tests.integration.cases.conftest import Desk

PERSON = text(
    "SELECT p.code FROM person p JOIN account a ON a.person_id = p.id WHERE login = :login"
)
LEADER = text("""
    SELECT p.code, o.area_code, o.station_id FROM post o JOIN person p ON p.id = o.person_id
    JOIN area a ON a.code = o.area_code AND a.level = 'community'
    WHERE o.role = 'grid_leader' ORDER BY o.code LIMIT 1
""")
Found = list[dict[str, Any]]
Search = Callable[..., Found]


@pytest.fixture
def search(desk: Desk, client: TestClient, sign_in: Callable[[str], None]) -> Search:
    """Search as somebody: by login, by `code`, or as nobody."""

    def ask(q: str, login: str | None = None, *, code: str | None = None, **more: Any) -> Found:
        client.cookies.clear()
        known = code or (desk.tx.scalar(PERSON, {"login": login}) if login else None)
        if known:
            sign_in(known)
        answer = client.get("/api/search", params={"q": q, **more})
        assert answer.status_code == 200, answer.text
        found: Found = answer.json()
        return found

    return ask


def of(kind: str, found: Found) -> list[str]:
    return [one["id"] for one in found if one["kind"] == kind]


def test_a_case_is_found_by_the_front_and_the_end_of_its_number(desk: Desk, search: Search) -> None:
    number = desk.report().number
    desk.tx.commit()
    digits = number.replace("-", "")

    ends = (number[-8:], digits[-5:], digits[-5:-1], digits[4:-1], digits[-8:-1])
    for part in (number, digits, f" {number[:12]} ", *ends):
        found = search(part, "dispatcher", limit=20)
        assert number in of("case", found), part
        assert found[0]["kind"] == "case"
    wrong = f"{number[:-1]}{(int(number[-1]) + 1) % 10}"
    assert of("case", search(wrong, "dispatcher")) == []


def test_words_of_a_case_are_found_whatever_surrounds_them(desk: Desk, search: Search) -> None:
    number = desk.report(text="Garage 东门口路灯忽明忽暗", place_text="瓷厂宿舍").number
    desk.tx.commit()

    for words in ("忽明", "忽暗 路灯", "瓷厂", "garage"):
        assert of("case", search(words, "dispatcher")) == [number], words
    assert of("case", search("忽明 没有", "dispatcher")) == []
    (found,) = [one for one in search("忽明忽暗", "dispatcher", lang="en") if one["kind"] == "case"]
    assert found["opens"] == f"/api/cases/{number}"
    assert (found["lon"], found["lat"]) == pytest.approx((113.17, 35.239))
    assert found["subtitle"].endswith("Garage 东门口路灯忽明忽暗")


def test_the_number_comes_before_words_and_the_newest_first(desk: Desk, search: Search) -> None:
    old = desk.report().number
    end = old.replace("-", "")[-7:]
    by_words = desk.report(text=f"灯杆{end}倒伏").number
    newer = desk.report(text="灯杆倒伏").number
    desk.tx.commit()

    assert of("case", search(end, "dispatcher")) == [old, by_words]
    assert of("case", search("灯杆", "dispatcher")) == [newer, by_words]


def test_patterns_are_text(desk: Desk, search: Search) -> None:
    plain = desk.report(text="折扣百分之五十").number
    odd = desk.report(text="折扣50%_到底\\了").number
    desk.tx.commit()

    assert of("case", search("0%_到", "dispatcher")) == [odd]
    assert of("case", search("底\\了", "dispatcher")) == [odd]
    for pattern in ("%%", "__", "折%", "'; --"):
        found = search(pattern, "dispatcher")
        assert plain not in of("case", found)
        assert of("person", found) == of("asset", found) == []


def test_a_strangers_case_and_camera_are_not_found(desk: Desk, search: Search) -> None:
    leader, area, _ = desk.tx.execute(LEADER).one()
    mine = desk.tx.execute(
        text("""
            SELECT ST_X(p.at) AS x, ST_Y(p.at) AS y FROM area_shape s
            CROSS JOIN LATERAL (SELECT ST_PointOnSurface(s.geom) AS at) p
            WHERE s.to_edition IS NULL AND s.area_id = (SELECT id FROM area WHERE code = :code)
        """),
        {"code": area},
    ).one()
    own = desk.report(text="窨井晃动", x=mine.x, y=mine.y).number
    foreign = desk.report(text="窨井晃动").number
    desk.tx.commit()

    assert of("case", search("窨井", "dispatcher")) == [foreign, own]
    assert of("case", search("窨井", code=leader)) == [own]
    assert of("case", search(foreign, code=leader)) == []
    assert of("case", search("窨井", "auditadmin")) == []
    every = set(of("asset", search("camera", "dispatcher", limit=20, lang="en")))
    assert every - set(of("asset", search("camera", code=leader, limit=20)))


def test_places_are_found_while_they_are_typed(search: Search) -> None:
    titles = [one["title"] for one in search("许衡")]
    assert "许衡广场" in titles
    (best, *_) = search("许衡广场东侧")
    assert (best["kind"], best["title"]) == ("place", "许衡广场")
    assert best["opens"].startswith("/api/here?lon=113.")
    assert best["subtitle"]
    english = search("yiguang", lang="en")
    assert any("iguang" in one["title"] for one in english)
    assert search("完全不存在的地名啊") == []


def test_nobody_signed_in_finds_places_alone(
    desk: Desk, client: TestClient, search: Search
) -> None:
    number = desk.report(text="许衡广场路灯").number
    desk.tx.commit()
    assert {one["kind"] for one in search("许衡广场")} == {"place"}
    assert search(number) == []
    client.cookies.clear()
    for kinds in ("case", "person", "place,asset"):
        refused = client.get("/api/search", params={"q": "许衡", "kinds": kinds})
        assert refused.status_code == 401
        assert refused.headers["content-type"] == "application/problem+json"


def test_who_may_see_no_asset_is_told_so(client: TestClient, desk: Desk, search: Search) -> None:
    assert of("asset", search("park", "auditadmin")) == []
    refused = client.get("/api/search", params={"q": "park", "kinds": "asset"})
    assert refused.status_code == 403


def test_assets_are_found_by_code_and_name_the_nearest_first(desk: Desk, search: Search) -> None:
    code, lon, lat = desk.tx.execute(
        text("""
            SELECT code, ST_X(geom), ST_Y(geom) FROM asset WHERE kind = 'road_camera'
            ORDER BY code DESC LIMIT 1
        """)
    ).one()
    (first, *_) = search(code.lower(), "dispatcher", kinds="asset")
    assert code in first["subtitle"]
    (near, *_) = search("camera", "dispatcher", kinds="asset", lang="en", lon=lon, lat=lat)
    assert (near["lon"], near["lat"]) == pytest.approx((lon, lat), abs=2e-3)


def test_a_park_that_is_a_place_and_an_asset_is_one_row(search: Search) -> None:
    for name in ("龙翔公园", "许衡文化公园", "怡光花园"):
        found = [one for one in search(name, "dispatcher") if one["title"] == name]
        assert [one["kind"] for one in found] == ["asset"], name
        assert [one["kind"] for one in search(name) if one["title"] == name] == ["place"]


def test_people_are_found_as_far_as_the_lists_go(desk: Desk, search: Search) -> None:
    handler = desk.tx.execute(
        text("""
            SELECT p.code, p.name, p.phone FROM post o JOIN person p ON p.id = o.person_id
            WHERE o.role = 'handler' AND o.station_id IN (
              SELECT station_id FROM post o2 JOIN account a ON a.person_id = o2.person_id
              WHERE a.login = 'unit-cg') AND p.phone <> '' ORDER BY p.code LIMIT 1
        """)
    ).one()
    (found,) = [
        one
        for one in search(handler.name, "unit-cg", kinds="person", limit=20)
        if one["id"] == handler.code
    ]
    assert found["phone"] == handler.phone
    assert found["opens"] is None
    elsewhere = search(handler.name, "unit-fg", kinds="person", limit=20)
    assert handler.code not in of("person", elsewhere)
    (known,) = [
        one
        for one in search(handler.name, "sysadmin", kinds="person", limit=20)
        if one["id"] == handler.code
    ]
    assert known["opens"] == f"/api/people/{handler.code}"


def test_a_grid_leader_is_known_to_all_staff_by_a_masked_number(desk: Desk, search: Search) -> None:
    leader, _, _ = desk.tx.execute(LEADER).one()
    name = desk.tx.scalar(text("SELECT name FROM person WHERE code = :code"), {"code": leader})
    (found,) = [
        one for one in search(str(name), "unit-fg", kinds="person", limit=20) if one["id"] == leader
    ]
    assert "****" in found["phone"]
    assert found["title"] == name


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"q": ""},
        {"q": "  \t "},
        {"q": "长" * 101},
        {"q": "a\x00b"},
        {"q": "路灯", "limit": "0"},
        {"q": "路灯", "limit": "21"},
        {"q": "路灯", "kinds": "secret"},
        {"q": "路灯", "kinds": ""},
        {"q": "路灯", "lon": "113"},
        {"q": "路灯", "lon": "500", "lat": "2"},
        {"q": "路灯", "more": "1"},
    ],
)
def test_what_is_no_question_is_a_problem(
    client: TestClient, desk: Desk, asked: dict[str, str]
) -> None:
    refused = client.get("/api/search", params=asked)
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("q", ["路", "a", "1", "#0001", "202613", "9" * 40, "🙂🙂", "İİ", "ß"])
def test_odd_words_are_answered(search: Search, q: str) -> None:
    assert isinstance(search(q, "dispatcher"), list)


@pytest.mark.parametrize("said", ["", "路", "路灯不亮 A1\n🙂", "İİ"])
def test_words_are_looked_up_by_the_characters_beside_each_other(desk: Desk, said: str) -> None:
    small = desk.tx.scalar(text("SELECT lower(:said)"), {"said": said}) or ""
    pairs = desk.tx.scalar(text("SELECT word_pairs(:said)"), {"said": said})
    assert pairs == [a + b for a, b in pairwise(small)]


def test_no_case_is_read_that_was_not_looked_up(desk: Desk) -> None:
    desk.tx.execute(text("SET LOCAL enable_seqscan = off"))
    plan = desk.tx.execute(
        text("""
            EXPLAIN SELECT id FROM case_file
            WHERE case_words(number, text, place_text) @> word_pairs('路灯')
            ORDER BY id DESC LIMIT 5
        """)
    ).scalars()
    assert cases.seek(desk.tx, "路灯", cases.Reach(), 5) == []
    said = "\n".join(plan)
    assert "case_words" in said
    assert "Seq Scan" not in said
