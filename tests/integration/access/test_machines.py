"""A device, and a person's map program, open their own addresses and no other."""

import pytest

from gisgrid.identity.devices import Device, add_device
from gisgrid.identity.map_keys import OPENS
from tests.integration.access.table import TABLE
from tests.integration.access.test_operations import code, filled, spelled
from tests.integration.access.world import HERE, World

OWN = {"POST /api/gauges/{code}/readings", "POST /api/reports"}
STAFF_S = sorted(name for name, row in TABLE.items() if "public" not in row.who)


@pytest.fixture(scope="module")
def device(world: World) -> str:
    with world.sessions.begin() as tx:
        return f"Bearer {add_device(tx, Device('T-P', '平台', 'platform', '试平台', ()))}"


@pytest.fixture(scope="module")
def map_key(world: World) -> str:
    made = world.client.post(
        "/api/me/map-keys",
        json={"name": "QGIS"},
        headers={"cookie": f"gisgrid={world.tokens['dispatcher']}"},
    )
    return f"Bearer {made.json()['key']}"


def asked(world: World, name: str, authorization: str) -> int:
    row, (verb, path) = TABLE[name], name.split(" ")
    names = world.names("dispatcher", HERE)
    names |= {"code": code(names, path), "token": world.sides[HERE].report}
    said = {"params": filled(row.query, names), "json": spelled(row.json, names)}
    headers = {"authorization": authorization}
    found = world.ask("nobody", verb, path.format(**names), headers=headers, **said)
    return int(found.status_code)


@pytest.mark.parametrize("name", STAFF_S)
def test_a_device_opens_nothing_of_the_staff_s(world: World, name: str, device: str) -> None:
    if name not in OWN:
        assert asked(world, name, device) in {401, 403, 404}


@pytest.mark.parametrize("name", STAFF_S)
def test_a_map_key_opens_maps_for_reading_alone(world: World, name: str, map_key: str) -> None:
    verb, path = name.split(" ")
    if verb == "GET" and path.startswith(OPENS):
        assert asked(world, name, map_key) == TABLE[name].own
    else:
        assert asked(world, name, map_key) in {401, 403}
