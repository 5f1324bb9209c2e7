"""OGC API over the demo district: pages, filters, reference systems, and nobody else's cases."""

import json
from collections.abc import Callable
from typing import Any

import mapbox_vector_tile
import pytest
from fastapi.testclient import TestClient
from pyproj import Transformer
from sqlalchemy.orm import Session

from gisgrid.maps.rules import tile_at
from tests.integration.maps.test_tiles import MIDDLE, as_login, reported

EPSG = "http://www.opengis.net/def/crs/EPSG/0/"


def asked(client: TestClient, path: str, **query: Any) -> Any:
    said = {name.replace("_", "-"): value for name, value in query.items()}
    answer = client.get(f"/ogc{path}", params=said)
    assert answer.status_code == 200, answer.text
    return answer.json()


def names(found: Any) -> list[str]:
    return [one["properties"]["code"] for one in found["features"]]


def refused(client: TestClient, **query: Any) -> str:
    said = {name.replace("_", "-"): value for name, value in query.items()}
    answer = client.get("/ogc/collections/area/items", params=said)
    assert answer.status_code == 400, answer.text
    detail: str = answer.json()["detail"]
    return detail


def test_the_landing_page_leads_to_everything(district: Session, client: TestClient) -> None:
    for link in asked(client, "/")["links"]:
        assert client.get(link["href"]).status_code == 200, link


def test_every_link_of_every_collection_leads_somewhere(
    district: Session, client: TestClient, sign_in: Callable[[str], None]
) -> None:
    as_login(district, sign_in, "dispatcher")
    found = asked(client, "/collections")["collections"]
    assert {"case", "area", "camera", "station"} <= {one["id"] for one in found}
    for one in found:
        for link in one["links"]:
            answer = client.get(link["href"], params={"limit": 2} if link["rel"] == "items" else {})
            assert answer.status_code == 200, (link, answer.text)
            assert answer.headers["content-type"].startswith(link["type"])


def test_pages_follow_each_other_and_give_everything_once(
    district: Session, client: TestClient
) -> None:
    whole = names(asked(client, "/collections/area/items", limit=1000))
    found, url = [], "/ogc/collections/area/items?limit=47"
    while url:
        page = client.get(url).json()
        assert page["numberReturned"] == len(page["features"]) <= 47
        found += names(page)
        url = next((one["href"] for one in page["links"] if one["rel"] == "next"), "")
    assert found == whole
    assert len(set(found)) == len(found) > 240


def test_parts_of_a_thing_are_paged_without_loss(
    district: Session, client: TestClient, sign_in: Callable[[str], None]
) -> None:
    as_login(district, sign_in, "dispatcher")
    whole = [
        one["id"] for one in asked(client, "/collections/camera/items", limit=5000)["features"]
    ]
    found, url = [], "/ogc/collections/camera/items?limit=7"
    while url:
        page = client.get(url).json()
        found += [one["id"] for one in page["features"]]
        url = next((one["href"] for one in page["links"] if one["rel"] == "next"), "")
    assert found == whole
    one = asked(client, f"/collections/camera/items/{whole[0]}")
    assert one["id"] == whole[0]


@pytest.mark.parametrize(
    ("crs", "flipped"),
    [("4326", True), ("4490", True), ("3857", False), ("4547", True)],
)
def test_coordinates_come_in_the_order_of_the_authority(
    district: Session, client: TestClient, crs: str, flipped: bool
) -> None:
    plain = asked(client, "/collections/station/items", limit=1)["features"][0]["geometry"]
    answer = client.get(
        "/ogc/collections/station/items", params={"limit": 1, "crs": f"{EPSG}{crs}"}
    )
    assert answer.headers["content-crs"] == f"<{EPSG}{crs}>"
    found = answer.json()["features"][0]["geometry"]["coordinates"]
    to = Transformer.from_crs("EPSG:4326", f"EPSG:{crs}", always_xy=True)
    wanted = to.transform(*plain["coordinates"])
    assert (found[::-1] if flipped else found) == pytest.approx(wanted, abs=0.02)


def test_a_box_means_the_same_in_every_reference_system(
    district: Session, client: TestClient
) -> None:
    box = (113.15, 35.22, 113.18, 35.25)
    wanted = asked(client, "/collections/station/items", limit=500, bbox=",".join(map(str, box)))
    assert 0 < len(wanted["features"]) < 86
    turned = f"{box[1]},{box[0]},{box[3]},{box[2]}"
    for crs, said in [(f"{EPSG}4490", turned), ("urn:ogc:def:crs:EPSG::4326", turned)]:
        found = asked(client, "/collections/station/items", limit=500, bbox=said, bbox_crs=crs)
        assert found["features"] == wanted["features"]


def test_filters_choose_as_they_say(district: Session, client: TestClient) -> None:
    items = "/collections/area/items"
    streets = names(asked(client, items, limit=1000, level="subdistrict"))
    assert len(streets) == 9
    said = [
        "level = 'subdistrict'",
        "rank >= 1 AND rank <= 1",
        "level IN ('subdistrict') AND NOT leaf = true",
        "casei(level) = casei('SUBDISTRICT')",
        "rank BETWEEN 0.5 AND 1 + 0.5",
        "level LIKE 'sub%'",
    ]
    for one in said:
        assert names(asked(client, items, limit=1000, filter=one)) == streets, one
    tree = {"op": "=", "args": [{"property": "level"}, "subdistrict"]}
    assert names(asked(client, items, filter=json.dumps(tree), filter_lang="cql2-json")) == streets


def test_a_filter_may_name_shapes(district: Session, client: TestClient) -> None:
    items = "/collections/area/items"
    lon, lat = MIDDLE
    here = names(asked(client, items, filter=f"S_INTERSECTS(geom, POINT({lon} {lat}))"))
    assert len(here) == 4
    there = asked(
        client, items, filter=f"S_CONTAINS(geom, POINT({lat} {lon}))", filter_crs=f"{EPSG}4490"
    )
    assert names(there) == here
    box = f"BBOX({lon},{lat},{lon + 1e-7},{lat + 1e-7})"
    assert names(asked(client, items, filter=f"NOT S_DISJOINT(geom, {box})")) == here


def test_what_makes_no_sense_is_refused_with_the_reason(
    district: Session, client: TestClient
) -> None:
    assert "nonsense" in refused(client, nonsense="1")
    assert "limit" in refused(client, limit="-1")
    assert "bbox" in refused(client, bbox="1,2,3")
    assert "swapped" in refused(client, bbox="113,35.3,114,35.2")
    assert "crs" in refused(client, crs=f"{EPSG}27700")
    assert "filter" in refused(client, filter="level = ")
    assert "no field" in refused(client, filter="lever = 'x'")
    assert "a string is compared with a number" in refused(client, filter="level = 3")
    assert "no field" in refused(client, filter='"level"" or 1=1 --" = 1')
    assert "not offered" in refused(client, filter="pg_sleep(10) = 1")
    assert "deeper" in refused(client, filter="NOT (" * 59 + "leaf = true" + ")" * 59)
    assert "deeper" in refused(client, filter=" + ".join(["1"] * 190) + " = 1")
    for abyss in ("(" * 3000, "(" * 3000 + "leaf = true" + ")" * 3000, "NOT " * 900, "-" * 3999):
        assert "too deeply" in refused(client, filter=abyss)
    assert "filter" in refused(client, filter='{"op":"not","args":[' * 900, filter_lang="cql2-json")
    assert "after" in refused(client, after="!!")
    assert "once" in client.get("/ogc/collections/area/items?limit=1&limit=2").json()["detail"]


def test_cases_are_given_in_ones_own_scope_only(
    district: Session, client: TestClient, sign_in: Callable[[str], None]
) -> None:
    number = reported(client, 1)
    assert client.get("/ogc/collections/case/items").status_code == 404
    as_login(district, sign_in, "dispatcher")
    found = asked(client, "/collections/case/items", number=number)["features"]
    assert [one["properties"]["number"] for one in found] == [number]
    when = found[0]["properties"]["received_at"]
    assert asked(client, "/collections/case/items", datetime=f"{when}/..")["features"]
    assert not asked(client, "/collections/case/items", datetime="../2020-01-01")["features"]
    during = f"T_DURING(received_at, INTERVAL('{when}','..'))"
    assert len(asked(client, "/collections/case/items", filter=during)["features"]) == 1
    as_login(district, sign_in, "unit-fg")
    assert not asked(client, "/collections/case/items", number=number)["features"]
    assert client.get(f"/ogc/collections/case/items/{found[0]['id']}").status_code == 404


def test_a_tile_of_a_collection_is_the_map_s_own(district: Session, client: TestClient) -> None:
    tile = tile_at(*MIDDLE, 14)
    path = f"/ogc/collections/area/tiles/WebMercatorQuad/{tile.z}/{tile.y}/{tile.x}"
    found = mapbox_vector_tile.decode(client.get(path).content)
    assert found["area"]["features"]
    assert client.get("/ogc/collections/area/tiles/WebMercatorQuad/14/0/0").content == b""
    assert client.get("/ogc/collections/area/tiles/WebMercatorQuad/3/0/99").status_code == 404
