"""Tiles of the demo district: borders for ever, cases as each may see them."""

import gzip
from collections.abc import Callable
from typing import Any

import mapbox_vector_tile
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid import grid
from gisgrid.maps import bake
from gisgrid.maps.rules import Tile, tile_at

MIDDLE = (113.168, 35.235)
DISPATCHER = text("SELECT code FROM person p JOIN account a ON a.person_id = p.id WHERE login = :l")


def decoded(content: bytes, layer: str) -> list[dict[str, Any]]:
    found = mapbox_vector_tile.decode(content).get(layer, {"features": []})
    return [f["properties"] | {"id": f.get("id")} for f in found["features"]]


def address(layer: str, z: int, point: tuple[float, float] = MIDDLE) -> str:
    tile = tile_at(*point, z)
    return f"/tiles/{layer}/{tile.z}/{tile.x}/{tile.y}.mvt"


def as_login(tx: Session, sign_in: Callable[[str], None], login: str) -> None:
    sign_in(tx.scalars(DISPATCHER, {"l": login}).one())


def reported(client: TestClient, number: int, point: tuple[float, float] = MIDDLE) -> str:
    lon, lat = point
    body = {"text": f"路灯不亮 {number}", "lon": lon, "lat": lat, "class_key": "component/0118"}
    answer = client.post("/api/reports", json=body)
    assert answer.status_code == 201, answer.text
    said: str = answer.json()["number"]
    return said


def test_all_levels_of_an_edition_come_in_one_tile(district: Session, client: TestClient) -> None:
    edition = grid.current_edition(district).id
    answer = client.get(address(f"{edition}/grid", 14))
    assert "immutable" in answer.headers["cache-control"]
    names = mapbox_vector_tile.decode(answer.content)
    assert set(names) == {"area", "area_label", "border"}
    assert {a["rank"] for a in decoded(answer.content, "area")} == {0, 1, 2, 3}


def test_far_away_the_finest_borders_are_left_out(district: Session, client: TestClient) -> None:
    edition = grid.current_edition(district).id
    far = client.get(address(f"{edition}/grid", 11)).content
    assert {b["rank"] for b in decoded(far, "border")} == {0, 1, 2}


def test_who_takes_no_gzip_gets_plain_bytes(district: Session, client: TestClient) -> None:
    path = address(f"{grid.current_edition(district).id}/grid", 12)
    plain = client.get(path, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == client.get(path).content


def test_a_baked_tile_is_the_one_cut_on_demand(district: Session, client: TestClient) -> None:
    edition = grid.current_edition(district).id
    district.execute(text("DELETE FROM grid_archive"))
    district.execute(text("DELETE FROM grid_tile"))
    tile = tile_at(*MIDDLE, 12)
    on_demand = client.get(address(f"{edition}/grid", 12)).content
    assert bake(district, edition) > 100
    assert bake(district, edition) == 0
    stored = "SELECT mvt FROM grid_tile WHERE (z, x, y) = (:z, :x, :y)"
    kept = district.scalar(text(stored), {"z": tile.z, "x": tile.x, "y": tile.y})
    assert gzip.decompress(kept) == on_demand


@pytest.mark.parametrize("tile", [Tile(10, 1024, 0), Tile(23, 0, 0), Tile(3, 0, 8)])
def test_a_tile_that_is_none_is_not_found(
    district: Session, client: TestClient, tile: Tile
) -> None:
    path = f"/tiles/station/{tile.z}/{tile.x}/{tile.y}.mvt"
    assert client.get(path).status_code == 404


def test_an_unknown_layer_is_not_found(district: Session, client: TestClient) -> None:
    answer = client.get(address("nothing", 12))
    assert answer.status_code == 404
    assert "/api/layers" in answer.json()["detail"]


def test_a_tile_that_one_holds_is_not_sent_again(district: Session, client: TestClient) -> None:
    first = client.get(address("station", 12))
    again = client.get(address("station", 12), headers={"if-none-match": first.headers["etag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert first.headers["cache-control"] == "private, no-cache"


def test_the_public_sees_cases_only_as_hexagons(district: Session, client: TestClient) -> None:
    reported(client, 1)
    assert client.get(address("case", 14)).status_code == 403
    assert "case" not in {layer["id"] for layer in client.get("/api/layers").json()}
    shown = decoded(client.get(address("case_count", 14)).content, "case_count")
    assert [c.get("cases") for c in shown] == [None, None]
    assert {c["few"] for c in shown} == {True}


def test_three_cases_are_counted_for_the_public(district: Session, client: TestClient) -> None:
    for number in range(3):
        reported(client, number)
    shown = decoded(client.get(address("case_count", 14)).content, "case_count")
    assert {(c["part"], c["cases"], c["few"]) for c in shown} == {
        ("cell", 3, False),
        ("centre", 3, False),
    }


def test_who_is_signed_in_sees_each_case_as_it_looks(
    district: Session, client: TestClient, sign_in: Callable[[str], None]
) -> None:
    number = reported(client, 1)
    before = client.get(address("case_count", 14)).headers["etag"]
    as_login(district, sign_in, "dispatcher")
    (shown,) = decoded(client.get(address("case", 14)).content, "case")
    assert shown["number"] == number
    assert shown["look"] in {"in_hand", "received", "due_soon"}
    assert client.get(address("case_count", 14)).headers["etag"] != before


def test_a_case_is_shown_only_within_ones_part_of_the_grid(
    district: Session, client: TestClient, sign_in: Callable[[str], None]
) -> None:
    reported(client, 1)
    as_login(district, sign_in, "officer1")
    own = client.get("/api/cases").json()["cases"]
    shown = decoded(client.get(address("case", 14)).content, "case")
    assert {c["number"] for c in shown} == {c["number"] for c in own}


def test_the_style_names_the_edition_in_force(district: Session, client: TestClient) -> None:
    style = client.get("/style.json", params={"theme": "dark", "lang": "en"}).json()
    edition = grid.current_edition(district).id
    assert style["sources"]["grid"]["tiles"] == [f"/tiles/{edition}/grid/{{z}}/{{x}}/{{y}}.mvt"]
    west, south, east, north = style["metadata"]["bounds"]
    assert west < MIDDLE[0] < east
    assert south < MIDDLE[1] < north


def test_the_ground_is_the_districts_own(district: Session, client: TestClient) -> None:
    kinds = {f["properties"]["kind"] for f in client.get("/backdrop.geojson").json()["features"]}
    assert {"road", "water"} <= kinds
