"""Pages of features the short way, on real commits: what the routes say, in everybody's scope."""

from itertools import product

from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from gisgrid.kernel import clock
from gisgrid.maps import catalogue
from gisgrid.maps.ogc.asking import cursor
from tests.integration.maps.test_tiles import MIDDLE, reported
from tests.integration.maps.ways import TWICE, seen_by

LON, LAT = MIDDLE
BOX = f"{LON - 0.01},{LAT - 0.01},{LON + 0.01},{LAT + 0.01}"
AFTER = cursor(5, "mast")
ASKED = ("", "?limit=2", f"?bbox={BOX}", f"?limit=3&after={AFTER}", f"?bbox={BOX}&after={AFTER}")
LONG = ("?limit=0", "?limit=2&limit=3", "?nonsense=1", "?bbox=1", f"?crs=x&bbox={BOX}", "?after=x",
        "?bbox=170,-10,-170,10", "?bbox=-180,-90,180,90", "?filter=id%3D1")  # fmt: skip


def items(layer: str, asked: str = "") -> str:
    return f"/ogc/collections/{layer}/items{asked}"


def test_both_ways_give_the_same_pages(path: TestClient, tokens: dict[str, str]) -> None:
    for number in range(4):
        reported(path, number)
    for layer, asked, token in product(catalogue(), ASKED, (None, *tokens.values())):
        short = seen_by(path, token, items(layer, asked))
        long = seen_by(path, token, items(layer, asked), headers=TWICE)
        assert (short.status_code, short.text) == (long.status_code, long.text)
        if short.status_code == 200:
            assert "x-request-id" not in short.headers, "not the short way"
            for name in ("content-type", "content-crs", "cache-control", "vary"):
                assert short.headers[name] == long.headers[name]


def test_what_is_unusual_goes_the_long_way(path: TestClient, tokens: dict[str, str]) -> None:
    for asked in LONG:
        answer = seen_by(path, tokens["dispatcher"], items("case", asked))
        assert "x-request-id" in answer.headers, asked


def test_a_point_on_the_edge_of_the_box_is_in_it(path: TestClient, tokens: dict[str, str]) -> None:
    lon, lat = reported_at(path)
    for box, found in ((f"{lon},{lat},{lon + 0.1},{lat + 0.1}", 1),
                       (f"{lon - 0.1},{lat - 0.1},{lon},{lat}", 1),
                       (f"{lon + 1e-7},{lat},{lon + 0.1},{lat + 0.1}", 0)):  # fmt: skip
        for headers in ([], TWICE):
            answer = seen_by(
                path, tokens["dispatcher"], items("case", f"?bbox={box}"), headers=headers
            )
            assert answer.json()["numberReturned"] == found


def reported_at(path: TestClient) -> tuple[float, float]:
    reported(path, 1, (LON, LAT))
    return LON, LAT


def test_pages_follow_each_other_to_the_end(path: TestClient, tokens: dict[str, str]) -> None:
    numbers = [reported(path, number) for number in range(5)]
    page, seen = items("case", "?limit=2"), []
    while page:
        found = seen_by(path, tokens["dispatcher"], page).json()
        seen += [one["properties"]["number"] for one in found["features"]]
        page = next((one["href"] for one in found["links"] if one["rel"] == "next"), "")
    assert seen == numbers


def test_a_commit_is_seen_by_the_next_page(path: TestClient, tokens: dict[str, str]) -> None:
    seen = []
    for number in range(3):
        seen.append(seen_by(path, tokens["dispatcher"], items("case")).json()["numberReturned"])
        path.cookies.clear()
        reported(path, number)
    assert seen == [0, 1, 2]


def test_a_post_that_ended_shows_nothing_more(
    path: TestClient, tokens: dict[str, str], committed: sessionmaker[Session]
) -> None:
    reported(path, 1)
    ends = (
        "UPDATE post SET valid_to = :now WHERE person_id ="
        " (SELECT person_id FROM account WHERE login = 'checker')"
    )
    assert seen_by(path, tokens["checker"], items("case")).json()["numberReturned"] == 1
    with committed.begin() as tx:
        tx.execute(text(ends), {"now": clock.now()})
    assert seen_by(path, tokens["checker"], items("case")).status_code == 404
