"""A page of another site acts in nobody's browser: every unsafe operation refuses it."""

import pytest

from tests.integration.access.table import NOBODY, PUBLIC, TABLE
from tests.integration.access.test_operations import code, filled, spelled, token
from tests.integration.access.world import HERE, World

SAFE = ("GET ", "HEAD ")
BY_TOKEN = "{token}"
"""Whoever has such an address acts by it alone: no browser adds anything that a page could use."""
NOBODYS = {"POST /api/duplicates/{number}/reports"}
"""Never looks for who is behind it: the same for everybody, signed in or not."""
UNSAFE = sorted(
    name
    for name, row in TABLE.items()
    if not name.startswith(SAFE)
    and BY_TOKEN not in name
    and row.who != NOBODY
    and name not in NOBODYS
)
FOREIGN = {"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"}
OLD = {"origin": "https://elsewhere.example"}
"""A browser that names no site of fetching."""


@pytest.mark.parametrize("name", UNSAFE)
def test_no_other_site_acts_for_who_is_signed_in(world: World, name: str) -> None:
    row = TABLE[name]
    verb, path = name.split(" ")
    role = "dispatcher" if row.who == PUBLIC or "dispatcher" in row.who else min(row.who)
    names = world.names(role, HERE)
    names |= {"token": token(world, path, HERE), "code": code(names, path)}
    said = {"params": filled(row.query, names), "json": spelled(row.json, names)}
    for headers in (FOREIGN, OLD):
        answer = world.ask(role, verb, path.format(**names), headers=headers, **said)
        assert answer.status_code == 403, answer.text[:200]
        assert "其他网站" in answer.text
