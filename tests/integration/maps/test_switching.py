"""Layers that the deployment does without."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session


@pytest.fixture
def steward(district: Session, seated: Callable[[str], TestClient]) -> TestClient:
    return seated("data_steward")


def shown(client: TestClient) -> tuple[bool, bool, bool]:
    """Tell whether parks are in the list, the style and the collections."""
    listed = "park" in {one["id"] for one in client.get("/api/layers").json()}
    drawn = "park" in client.get("/style.json").json()["sources"]
    collections = client.get("/ogc/collections").json()["collections"]
    return listed, drawn, "park" in {one["id"] for one in collections}


def test_a_layer_that_is_switched_off_is_gone_until_it_is_switched_on(
    steward: TestClient,
) -> None:
    assert shown(steward) == (True, True, True)
    for _ in range(2):
        assert steward.put("/api/layers/park/switch", json={"on": False}).status_code == 204
    assert shown(steward) == (False, False, False)
    off = [one["id"] for one in steward.get("/api/layers/switches").json() if not one["on"]]
    assert off == ["park"]
    steward.put("/api/layers/park/switch", json={"on": True})
    assert shown(steward) == (True, True, True)


def test_there_is_no_switch_for_a_layer_that_there_is_not(steward: TestClient) -> None:
    assert steward.put("/api/layers/moon/switch", json={"on": False}).status_code == 404
