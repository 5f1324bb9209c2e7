"""One cache between two readers: what one holds never stands for what the other may see."""

import pytest

from tests.integration.access.table import TABLE
from tests.integration.access.test_operations import code, filled
from tests.integration.access.world import HERE, THERE, World

READERS = ("dispatcher", "stranger", "system_admin", "handler", "public")
READ = sorted(name for name in TABLE if name.startswith("GET ") and "token" not in name)
SCOPED = ("case", "case_count")


def addresses(world: World, name: str) -> list[str]:
    """Return where an operation is asked: tiles of both sides and of both layers of cases."""
    path = name.removeprefix("GET ")
    found = []
    for which in (HERE, THERE):
        names = world.names("dispatcher", which)
        names["code"] = code(names, path)
        layers = SCOPED if "{layer}" in path else ("",)
        found += [path.format(**{**names, "layer": layer}) for layer in layers]
    return found


@pytest.mark.parametrize("name", READ)
def test_what_one_reader_holds_is_confirmed_only_to_who_is_shown_the_same(
    world: World, name: str
) -> None:
    query = filled(TABLE[name].query, world.names("dispatcher", HERE))
    for path in addresses(world, name):
        fresh = {who: world.ask(who, "GET", path, params=query) for who in READERS}
        tagged = {who: one for who, one in fresh.items() if "etag" in one.headers}
        if len({one.content for one in fresh.values()}) > 1:
            for one in tagged.values():
                assert "private" in one.headers["cache-control"]
                assert "Cookie" in one.headers.get("vary", "")
        for holder, held in tagged.items():
            for who in READERS:
                tag = {"if-none-match": held.headers["etag"]}
                again = world.ask(who, "GET", path, params=query, headers=tag)
                same = fresh[who].status_code == 200 and fresh[who].content == held.content
                assert again.status_code == (304 if same else fresh[who].status_code), (holder, who)
                assert again.content == (b"" if same else fresh[who].content)


def test_two_readers_of_one_tile_are_shown_different_things(world: World) -> None:
    (here, count, there, _) = addresses(world, "GET /tiles/{layer}/{z}/{x}/{y}.mvt")
    shown = {
        (who, path): bool(world.ask(who, "GET", path).content)
        for who in ("dispatcher", "stranger")
        for path in (here, there)
    }
    assert shown == {
        ("dispatcher", here): True,
        ("dispatcher", there): False,
        ("stranger", here): False,
        ("stranger", there): True,
    }
    assert (
        world.ask("public", "GET", count).content != world.ask("dispatcher", "GET", count).content
    )
