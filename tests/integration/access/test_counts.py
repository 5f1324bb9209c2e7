"""A count tells no more than a list: everybody counts the cases of their own side alone."""

from contextlib import AbstractContextManager, nullcontext
from typing import Final

import pytest

from tests.integration.access.walls import first_wall_alone
from tests.integration.access.world import World

OPEN: Final = {"dispatcher": 1, "stranger": 1, "handler": 1, "supervisor": 1, "system_admin": 0}


def walls(world: World, which: str) -> AbstractContextManager[None]:
    return first_wall_alone(world) if which == "first" else nullcontext()


@pytest.mark.parametrize("which", ["both", "first"])
def test_queues_are_counted_in_one_s_own_scope(world: World, which: str) -> None:
    with walls(world, which):
        counted = {who: world.ask(who, "GET", "/api/queues").json()["open"] for who in OPEN}
    assert counted == OPEN


@pytest.mark.parametrize("which", ["both", "first"])
def test_a_shift_counts_and_names_its_own_side(world: World, which: str) -> None:
    with walls(world, which):
        for who in ("dispatcher", "stranger"):
            running = world.ask(who, "GET", "/api/shifts/now").json()["running"]
            assert running["standing"]["open"] == 1
