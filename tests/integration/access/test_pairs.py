"""Areas, classes, states and roles in every pair: a case is seen where its post says, or nowhere.

Every pair of values of any two dimensions occurs together in some row; each row is asked as a
list, as a single case, on the board, as a tile and over the OGC API, and all of them must agree
with the words.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Any, Final

import pytest
from sqlalchemy import text

from gisgrid import identity
from gisgrid.cases.rules import OPEN, Status
from gisgrid.identity import ROLES
from tests.integration.access.table import SEEING, UNITS
from tests.integration.access.walls import client_on, first_wall_alone
from tests.integration.access.world import HERE, World, person

DIMENSIONS: Final[dict[str, Sequence[Any]]] = {
    "role": ROLES,
    "status": [
        Status.RECEIVED,
        Status.FILED,
        Status.DISPATCHED,
        Status.CHECKED,
        Status.CLOSED,
        Status.NOT_FILED,
        Status.ARCHIVED,
    ],
    "area": ["leaf", "community", "subdistrict", "district", "sibling", "elsewhere"],
    "classes": [None, "component", "component/0137", "component/0138", "event"],
}
WITHOUT_POLICIES: Final = DIMENSIONS | {
    "role": ["dispatcher", "handler", "system_admin"],
    "status": [Status.DISPATCHED, Status.CLOSED],
}
"""States and roles are few here: they are the same code with and without row policies."""
COVERING: Final = {"leaf", "community", "subdistrict", "district"}
MATCHING: Final = {None, "component", "component/0137"}
OFF_THE_MAP: Final = {Status.NOT_FILED, Status.ARCHIVED}
CODES = text("""
    SELECT a.code FROM case_file c, unnest(c.path_today) WITH ORDINALITY AS p (id, place)
    JOIN area a ON a.id = p.id WHERE c.number = :number ORDER BY p.place DESC
""")
SIBLING = text("""
    SELECT a.code FROM case_file c
    JOIN area_shape own ON own.area_id = c.area_id AND own.to_edition IS NULL
    JOIN area_shape next ON next.parent_area_id = own.parent_area_id AND next.to_edition IS NULL
    JOIN area a ON a.id = next.area_id
    WHERE c.number = :number AND next.area_id <> own.area_id ORDER BY a.code LIMIT 1
""")
STATE = text("UPDATE case_file SET status = :status WHERE number = :number")


def all_pairs(dimensions: Mapping[str, Sequence[Any]]) -> Iterator[dict[str, Any]]:
    """Yield rows until every two values of any two dimensions have met; greedy, always the same."""
    names = list(dimensions)
    rows = [dict(zip(names, row, strict=True)) for row in product(*dimensions.values())]
    pairs = [pairs_of(row) for row in rows]
    open_pairs = frozenset[Any]().union(*pairs)
    while open_pairs:
        best = max(range(len(rows)), key=lambda i: len(pairs[i] & open_pairs))
        open_pairs -= pairs[best]
        yield rows[best]


def pairs_of(row: Mapping[str, Any]) -> frozenset[Any]:
    return frozenset(combinations(sorted(row.items(), key=lambda one: one[0]), 2))


def is_seen(row: Mapping[str, Any]) -> bool:
    """Tell whether the words say that the case is seen: by area and class, or by one's station."""
    placed = row["role"] in UNITS or row["area"] in COVERING
    return row["role"] in SEEING and placed and row["classes"] in MATCHING


@pytest.fixture(scope="module", autouse=True)
def keeps_no_tiles(world: World) -> None:
    """What is undone again and again counts its changes anew: here nothing may be kept by them."""
    world.client = client_on(world)


@pytest.fixture(scope="module")
def codes(world: World) -> dict[str, str]:
    """The codes of the areas around the case."""
    number = {"number": world.sides[HERE].number}
    with world.sessions.begin() as tx:
        above = list(tx.scalars(CODES, number))
        sibling = str(tx.scalar(SIBLING, number))
    elsewhere = world.sides["FOREIGNWORDS"].area_code
    return dict(zip(["leaf", "community", "subdistrict", "district"], above, strict=True)) | {
        "sibling": sibling,
        "elsewhere": elsewhere,
    }


@pytest.mark.long
def test_every_way_to_a_case_agrees_with_the_posts(world: World, codes: dict[str, str]) -> None:
    assert faults_of_pairs(world, codes, DIMENSIONS) == []


def test_so_does_the_first_wall_by_itself(world: World, codes: dict[str, str]) -> None:
    with first_wall_alone(world):
        assert faults_of_pairs(world, codes, WITHOUT_POLICIES) == []


def faults_of_pairs(
    world: World, codes: dict[str, str], dimensions: Mapping[str, Sequence[Any]]
) -> list[Any]:
    wrong = []
    for row in all_pairs(dimensions):
        with world.connection.begin_nested() as kept:
            shown = ways(world, row, codes)
            kept.rollback()
        on_map = is_seen(row) and row["status"] not in OFF_THE_MAP
        on_board = is_seen(row) and row["status"] in OPEN
        wanted = {"list": is_seen(row), "single": is_seen(row), "tile": on_map, "ogc": on_map}
        # The board has no queue for some open states; what it shows must be in sight.
        board = shown.pop("board")
        if shown != wanted or (board and not on_board):
            wrong.append((row, shown, wanted, board))
    return wrong


def ways(world: World, row: Mapping[str, Any], codes: dict[str, str]) -> dict[str, bool]:
    side = world.sides[HERE]
    with world.sessions.begin() as tx:
        tx.execute(STATE, {"status": row["status"], "number": side.number})
        area = codes[row["area"]]
        one = person(tx, row["role"], side, "pair", area=area, classes=row["classes"])
        if row["role"] not in UNITS:
            away(tx, one)
        world.tokens["pair"] = identity.start_session(tx, one)
    names = world.names("dispatcher", HERE)
    single = world.ask("pair", "GET", f"/api/cases/{side.number}")
    assert single.status_code in {200, 404}
    tile = "/tiles/case/{z}/{x}/{y}.mvt".format(**names)
    return {
        "list": side.mark in world.ask("pair", "GET", "/api/cases").text,
        "single": single.status_code == 200,
        "tile": side.number.encode() in world.ask("pair", "GET", tile).content,
        "ogc": side.number in world.ask("pair", "GET", "/ogc/collections/case/items").text,
        "board": side.mark in world.ask("pair", "GET", "/api/board").text,
    }


def away(tx: Any, person_id: int) -> None:
    """Seat somebody at a station that never had the case."""
    tx.execute(
        text("""
            UPDATE post SET station_id = (
              SELECT max(s.id) FROM station s
              WHERE NOT EXISTS (SELECT FROM case_file c WHERE s.id = ANY (c.stations)))
            WHERE person_id = :person
        """),
        {"person": person_id},
    )
