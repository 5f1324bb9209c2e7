"""Our own conditions hold without PostgreSQL's: what one forgets, the second wall must not hide.

The same table as for both walls, asked of whatever belongs to somebody, by one role of each kind.
"""

from collections.abc import Iterator

import pytest

from tests.integration.access.table import EMPTY, HIDDEN, LAYERS, TABLE
from tests.integration.access.test_operations import faults_of, layer_faults
from tests.integration.access.walls import first_wall_alone
from tests.integration.access.world import World

ROLES = ("dispatcher", "grid_officer", "handler", "system_admin", "public")
OWNED = sorted(name for name, row in TABLE.items() if row.foreign in {EMPTY, HIDDEN})
DRAWN = sorted(name for name, row in LAYERS.items() if row.foreign == EMPTY)


@pytest.fixture(scope="module", autouse=True)
def alone(world: World) -> Iterator[None]:
    with first_wall_alone(world):
        yield


@pytest.mark.parametrize("name", OWNED)
def test_what_is_somebody_else_s_is_left_out_by_the_question_itself(
    world: World, name: str
) -> None:
    assert faults_of(world, name, ROLES) == []


@pytest.mark.parametrize("layer", DRAWN)
def test_a_layer_leaves_out_what_is_somebody_else_s(world: World, layer: str) -> None:
    assert layer_faults(world, layer, ROLES) == []


def cameras(world: World, who: str) -> set[str]:
    page = world.ask(who, "GET", "/ogc/collections/camera/items", params={"limit": "1000"}).json()
    return {one["properties"]["code"] for one in page["features"]}


def test_cameras_are_those_of_one_s_own_side(world: World) -> None:
    here, there = cameras(world, "dispatcher"), cameras(world, "stranger")
    assert here - there, "one that sees both sides is both's"
    assert there - here
    assert cameras(world, "audit_admin") == set()
