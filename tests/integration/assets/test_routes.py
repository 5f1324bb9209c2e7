import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.identity import DEMO_PASSWORD

SOMEONE = "SELECT login FROM account WHERE login = 'dispatcher'"


@pytest.fixture
def signed_in(district: Session, client: TestClient) -> TestClient:
    said = {"login": district.scalar(text(SOMEONE)), "password": DEMO_PASSWORD}
    answer = client.post("/api/session", json=said)
    assert answer.status_code < 300, answer.text
    return client


def test_the_public_may_ask_for_places_but_not_for_cameras(
    district: Session, client: TestClient
) -> None:
    found = client.get("/api/places", params={"text": "许衡广场东侧门面房"}).json()
    assert (found[0]["name"], found[0]["hint"]) == ("许衡广场", "东侧门面房")
    assert found[0]["unambiguous"]
    assert client.get("/api/assets", params={"kind": "road_camera"}).status_code == 401


def test_assets_are_listed_by_kind_and_box(signed_in: TestClient) -> None:
    sheds = signed_in.get("/api/assets", params={"kind": "ebike_shed"}).json()
    assert {one["kind"] for one in sheds} == {"ebike_shed"}
    lon, lat = sheds[0]["geometry"]["coordinates"]
    box = f"{lon - 1e-4},{lat - 1e-4},{lon + 1e-4},{lat + 1e-4}"
    near = signed_in.get("/api/assets", params={"kind": "ebike_shed", "bbox": box}).json()
    assert sheds[0]["code"] in {one["code"] for one in near}
    assert len(near) < len(sheds)


def test_a_camera_lies_in_what_it_sees(signed_in: TestClient) -> None:
    towers = signed_in.get("/api/assets", params={"kind": "forest_camera"}).json()
    tower = signed_in.get(f"/api/assets/{towers[0]['id']}").json()
    assert tower["footprint"]["type"] == "Polygon"
    assert sum(one["share"] for one in tower["areas"]) <= 1.001
    assert [one["lead"] for one in tower["areas"]].count(True) == 1
    assert tower["areas"][0]["area_id"] == tower["area_id"]


@pytest.mark.parametrize("bbox", ["1,2,3", "a,b,c,d"])
def test_a_box_that_is_none_is_answered_with_a_sentence(signed_in: TestClient, bbox: str) -> None:
    answer = signed_in.get("/api/assets", params={"bbox": bbox})
    assert (answer.status_code, answer.json()["type"]) == (422, "Invalid")


def test_an_asset_that_is_not_there_is_not_found(signed_in: TestClient) -> None:
    assert signed_in.get("/api/assets/999999999").status_code == 404


def test_an_owner_that_is_a_unit_is_named_in_english(signed_in: TestClient) -> None:
    rivers = signed_in.get("/api/assets", params={"kind": "river"}).json()
    named = {one["owner_name"]: one["owner_name_en"] for one in rivers}
    assert named["中站区水利局"] == "Zhongzhan Water Affairs Bureau"
    sites = signed_in.get("/api/assets", params={"kind": "construction_site"}).json()
    assert {one["owner_name_en"] for one in sites if "公司" in one["owner_name"]} == {None}


def test_owners_with_a_dispatch_office_are_linked_to_it(district: Session) -> None:
    linked = "SELECT count(*) FROM asset WHERE owner_station_id IS NOT NULL"
    assert district.scalar(text(linked))
