import pytest
from fastapi.testclient import TestClient

from gisgrid import grid
from gisgrid.kernel.datum import from_wgs84
from tests.unit.grid_slice.town import corner

LON, LAT = corner(0.5, 0.999)


@pytest.fixture
def town_client(small_town: grid.EditionRef, client: TestClient) -> TestClient:
    return client


def test_who_answers_here_is_a_chain_of_names(town_client: TestClient) -> None:
    answer = town_client.get("/api/grid/locate", params={"lon": LON, "lat": LAT}).json()
    assert [one["name"] for one in answer["chain"]] == ["名D", "名W", "名A", "名A1"]
    assert answer["leaf"]["level"] == "basic_grid"
    assert answer["close_to_border"]
    assert answer["other_side"]["code"] == "B1"
    assert answer["shares"] == []


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_a_pair_is_read_in_the_datum_it_declares(town_client: TestClient, datum: str) -> None:
    lon, lat = from_wgs84(LON, LAT, datum)
    asked = f"?lon={lon!r}&lat={lat!r}&datum={datum}"
    answer = town_client.get(f"/api/grid/locate{asked}").json()
    assert answer["leaf"]["code"] == "A1"
    assert (answer["lon"], answer["lat"]) == pytest.approx((LON, LAT), abs=1e-7)


def test_an_uncertain_place_names_all_it_may_be_in(town_client: TestClient) -> None:
    asked = {"lon": LON, "lat": LAT, "accuracy_m": 50}
    answer = town_client.get("/api/grid/locate", params=asked).json()
    assert {one["area"]["code"] for one in answer["shares"]} == {"A1", "B1"}


@pytest.mark.parametrize("datum", ["", "&datum=gcj02"])
def test_the_short_way_answers_as_the_long_one(town_client: TestClient, datum: str) -> None:
    short = town_client.get(f"/api/grid/locate?lon={LON}&lat={LAT}{datum}")
    long = town_client.get(f"/api/grid/locate?lat={LAT}&lon={LON}{datum}")
    assert short.json() == long.json()
    assert short.headers["content-type"] == long.headers["content-type"]


@pytest.mark.parametrize(("lon", "lat"), [("nan", "35"), ("35.2", "113.1"), ("x", "1")])
def test_nonsense_is_answered_with_a_sentence(town_client: TestClient, lon: str, lat: str) -> None:
    answer = town_client.get("/api/grid/locate", params={"lon": lon, "lat": lat})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_the_edition_is_sent_again_only_when_it_changed(town_client: TestClient) -> None:
    first = town_client.get("/api/grid/edition")
    assert first.json()["name"] == "one"
    assert len(first.json()["levels"]) == 4
    tag = {"If-None-Match": first.headers["etag"]}
    assert town_client.get("/api/grid/edition", headers=tag).status_code == 304


def test_areas_are_listed_by_level_and_by_parent(town_client: TestClient) -> None:
    communities = town_client.get("/api/grid/areas", params={"level": "community"}).json()
    assert [one["code"] for one in communities] == ["A", "B", "C"]
    below = town_client.get("/api/grid/areas", params={"parent": communities[0]["id"]}).json()
    assert [one["code"] for one in below] == ["A1", "A2"]
    assert below[0]["households"] == 300


def test_an_area_has_its_shape_and_relatives(town_client: TestClient) -> None:
    (community, *_) = town_client.get("/api/grid/areas", params={"level": "community"}).json()
    found = town_client.get(f"/api/grid/areas/{community['id']}").json()
    assert found["geometry"]["type"] == "MultiPolygon"
    assert [one["code"] for one in found["chain"]] == ["D", "W"]
    assert [one["code"] for one in found["children"]] == ["A1", "A2"]
    assert town_client.get("/api/grid/areas/999999").status_code == 404


def test_without_an_edition_the_grid_says_so(client: TestClient) -> None:
    answer = client.get("/api/grid/locate", params={"lon": LON, "lat": LAT})
    assert (answer.status_code, answer.json()["type"]) == (404, "NoEdition")


def test_the_index_file_of_a_published_edition_is_for_ever_and_names_nobody(
    town_client: TestClient,
) -> None:
    edition = town_client.get("/api/grid/edition").json()["id"]
    answer = town_client.get(f"/api/grid/editions/{edition}/index")
    assert "immutable" in answer.headers["cache-control"]
    index = answer.json()
    names = {one["id"]: one["name"] for one in index["areas"]}
    assert ["名D", "名W", "名A", "名A1"] in [[names[i] for i in path] for path in index["leaves"]]
    assert len(index["left"]) == len(index["right"]) == len(index["lines"])
    assert set(index["areas"][0]) == {"id", "level", "code", "name", "name_en"}


def test_there_is_no_index_file_of_what_was_never_published(town_client: TestClient) -> None:
    assert town_client.get("/api/grid/editions/999999/index").status_code == 404
