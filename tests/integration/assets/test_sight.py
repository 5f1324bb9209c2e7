"""Cameras and what is known of assets are for whoever works there: lists, single ones, tiles."""

from collections.abc import Callable

import mapbox_vector_tile
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid import assets, identity
from gisgrid.identity import Actor, Post
from gisgrid.maps.rules import tile_at

LEADER = text("""
    SELECT p.code, o.area_code FROM post o JOIN person p ON p.id = o.person_id
    JOIN area a ON a.code = o.area_code AND a.level = 'community'
    WHERE o.role = 'grid_leader' ORDER BY o.code LIMIT 1
""")
LOGIN = text("SELECT code FROM person p JOIN account a ON a.person_id = p.id WHERE login = :login")
# Witness: asked of the polygons, not of the function.
LYING = text("""
    SELECT DISTINCT t.code FROM asset t JOIN asset_area aa ON aa.asset_id = t.id
    JOIN area_shape s ON s.area_id = aa.area_id AND s.to_edition IS NULL
    JOIN area a ON a.id = ANY (s.path)
    WHERE a.code = :area AND t.kind = :kind
""")
KINDS = ("road_camera", "compound_camera", "river", "street_lamp")


@pytest.fixture
def leader(
    district: Session, client: TestClient, sign_in: Callable[[str], None]
) -> tuple[TestClient, str]:
    """A grid leader's browser, and the area of the leader's post."""
    person, area = district.execute(LEADER).one()
    sign_in(person)
    return client, area


def codes(client: TestClient, kind: str) -> set[str]:
    found = client.get("/api/assets", params={"kind": kind, "limit": 5000}).json()
    return {one["code"] for one in found}


def test_a_leader_lists_what_lies_in_the_own_area(
    district: Session, leader: tuple[TestClient, str]
) -> None:
    client, area = leader
    for kind in KINDS:
        wanted = set(district.scalars(LYING, {"area": area, "kind": kind}))
        assert codes(client, kind) == wanted, kind
    everything = text("SELECT count(*) FROM asset WHERE kind = 'road_camera'")
    assert len(codes(client, "road_camera")) < int(district.scalar(everything) or 0)


def test_an_asset_elsewhere_does_not_exist(
    district: Session, leader: tuple[TestClient, str]
) -> None:
    client, area = leader
    own = district.scalars(LYING, {"area": area, "kind": "street_lamp"}).all()
    lamps = text("SELECT code, id FROM asset WHERE kind = 'street_lamp'")
    ids = {row.code: int(row.id) for row in district.execute(lamps)}
    foreign = next(ids[code] for code in sorted(ids) if code not in own)

    assert client.get(f"/api/assets/{ids[own[0]]}").status_code == 200
    assert client.get(f"/api/assets/{foreign}").status_code == 404


def test_cameras_on_the_map_are_those_of_the_own_area(
    district: Session, leader: tuple[TestClient, str], sign_in: Callable[[str], None]
) -> None:
    client, area = leader
    inside = set(district.scalars(LYING, {"area": area, "kind": "compound_camera"}))
    tile = tile_at(113.168, 35.235, 12)
    address = f"/tiles/camera/{tile.z}/{tile.x}/{tile.y}.mvt"

    shown = cameras(client.get(address).content)
    assert shown <= inside
    sign_in(district.scalars(LOGIN, {"login": "dispatcher"}).one())
    assert len(cameras(client.get(address).content)) > len(shown)
    client.cookies.clear()
    assert client.get(address).status_code == 403


def cameras(content: bytes) -> set[str]:
    found = mapbox_vector_tile.decode(content).get("camera", {"features": []})["features"]
    return {f["properties"]["code"] for f in found if f["properties"]["kind"] == "compound_camera"}


def test_no_place_of_the_public_s_is_a_camera(district: Session, client: TestClient) -> None:
    named = text("""
        SELECT t.name FROM asset t JOIN asset_kind k ON k.code = t.kind WHERE k.grp = 'camera'
        ORDER BY t.id LIMIT 5
    """)
    for name in district.scalars(named):
        for found in client.get("/api/places", params={"text": name}).json():
            assert "camera" not in found["kind"]


def test_a_post_sees_its_station_s_own_assets_wherever_they_lie(district: Session) -> None:
    owned = text("SELECT owner_station_id FROM asset WHERE owner_station_id IS NOT NULL LIMIT 1")
    station = int(district.scalar(owned) or 0)
    post = Post(1, "T", "handler", "", None, station, "", "no-such-area", None, (), None)

    seen = assets.sight(district, Actor(1, "somebody", (post,)))

    assert (seen.everything, seen.roots, seen.mine) == (False, (), (station,))
    kept = Post(1, "T", "audit_admin", "", None, station, "", None, None, (), None)
    assert assets.sight(district, Actor(1, "somebody", (kept,))) == assets.AssetSight()
    assert assets.sight(district, identity.system_actor()).everything
