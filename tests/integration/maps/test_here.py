"""Who answers at a place, in words that the page can say."""

from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

MIDDLE = {"lon": 113.168, "lat": 35.235}


def test_a_place_has_areas_a_leader_and_a_station(district: Session, client: TestClient) -> None:
    said = client.get("/api/here", params=MIDDLE).json()
    assert said["standing"] == "inside"
    assert [a["level"] for a in said["here"]["areas"]][:3] == [
        "district",
        "subdistrict",
        "community",
    ]
    assert "****" in said["here"]["leader"]["phone"]
    assert said["here"]["leader"]["name_en"].isascii()
    assert said["here"]["leader"]["title_en"].isascii()
    assert said["here"]["station"]["name"]


def test_far_outside_nobody_answers(district: Session, client: TestClient) -> None:
    said = client.get("/api/here", params={"lon": 116.4, "lat": 39.9}).json()
    assert (said["standing"], said["here"], said["other"]) == ("outside", None, None)


def test_close_to_a_border_both_sides_are_named(district: Session, client: TestClient) -> None:
    one = client.get("/api/here", params={"lon": 113.15, "lat": 35.262}).json()
    assert one["close"]
    assert one["border_m"] < 15
    assert one["other"]["areas"][-1]["id"] != one["here"]["areas"][-1]["id"]


def test_an_uncertain_place_has_shares(district: Session, client: TestClient) -> None:
    said = client.get("/api/here", params=MIDDLE | {"accuracy_m": 500}).json()
    assert len(said["shares"]) > 1
    assert abs(sum(s["share"] for s in said["shares"]) - 1) < 1e-6


def test_the_datum_moves_the_place(district: Session, client: TestClient) -> None:
    gcj = client.get("/api/here", params=MIDDLE | {"datum": "gcj02"}).json()
    assert 0.003 < abs(gcj["lon"] - MIDDLE["lon"]) < 0.01


def test_swapped_coordinates_are_refused(district: Session, client: TestClient) -> None:
    assert client.get("/api/here", params={"lon": 35.2, "lat": 113.1}).status_code == 422
