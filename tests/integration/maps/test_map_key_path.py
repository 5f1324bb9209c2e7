"""Map keys on the short ways: what their owner sees, and nothing once they have ended."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from gisgrid.identity.map_keys import end_key, new_key
from gisgrid.kernel import clock
from gisgrid.maps.rules import tile_at
from tests.integration.maps.test_tiles import MIDDLE, address, decoded, reported
from tests.integration.maps.ways import seen_by

CASES = "/ogc/collections/case/items"
TILE = tile_at(*MIDDLE, 14)
OGC_TILE = f"/ogc/collections/case/tiles/WebMercatorQuad/{TILE.z}/{TILE.y}/{TILE.x}"
WAYS = (CASES, OGC_TILE, address("case", 14))


@pytest.fixture
def dispatcher(committed: sessionmaker[Session]) -> int:
    with committed() as tx:
        asked = text("SELECT person_id FROM account WHERE login = 'dispatcher'")
        return int(tx.scalar(asked) or 0)


@pytest.fixture
def key(committed: sessionmaker[Session], dispatcher: int) -> str:
    """A key that was used a moment ago."""
    with committed.begin() as tx:
        row, words = new_key(tx, dispatcher, "QGIS", timedelta(days=1))
        row.seen_at = clock.now()
    return words


def asked(path: TestClient, key: str, way: str) -> int:
    """Return the status; what does not go the short way has an id of its request."""
    answer = seen_by(path, None, way, headers=[("authorization", f"Bearer {key}")])
    assert ("x-request-id" in answer.headers) == (answer.status_code != 200)
    if answer.status_code == 200:
        assert "Authorization" in answer.headers["vary"]
    return int(answer.status_code)


@pytest.mark.parametrize("way", WAYS)
def test_a_key_goes_the_short_way_until_it_is_ended(
    path: TestClient, committed: sessionmaker[Session], dispatcher: int, key: str, way: str
) -> None:
    assert asked(path, key, way) == 200
    with committed.begin() as tx:
        end_key(tx, dispatcher, tx.scalar(text("SELECT max(id) FROM map_key")) or 0)
    assert asked(path, key, way) == 401


def test_a_key_never_used_is_noted_the_long_way_first(
    path: TestClient, committed: sessionmaker[Session], dispatcher: int
) -> None:
    with committed.begin() as tx:
        _, words = new_key(tx, dispatcher, "QGIS", timedelta(days=1))
    said = [("authorization", f"Bearer {words}")]
    assert "x-request-id" in seen_by(path, None, CASES, headers=said).headers
    assert asked(path, words, CASES) == 200


def test_a_key_of_a_post_that_ended_shows_nothing_more(
    path: TestClient, committed: sessionmaker[Session], dispatcher: int, key: str
) -> None:
    assert asked(path, key, CASES) == 200
    with committed.begin() as tx:
        ends = text("UPDATE post SET valid_to = :now WHERE person_id = :person")
        tx.execute(ends, {"now": clock.now(), "person": dispatcher})
    assert asked(path, key, CASES) == 404


def test_a_key_in_a_cookie_and_a_session_as_a_key_open_nothing(
    path: TestClient, tokens: dict[str, str], key: str
) -> None:
    assert seen_by(path, key, CASES).status_code == 404
    said = [("authorization", f"Bearer {tokens['dispatcher']}")]
    assert seen_by(path, None, CASES, headers=said).status_code == 403


def test_a_tile_by_either_address_is_the_same(path: TestClient, tokens: dict[str, str]) -> None:
    reported(path, 1)
    ours = seen_by(path, tokens["dispatcher"], address("case", 14))
    ogc = seen_by(path, tokens["dispatcher"], OGC_TILE)
    assert len(decoded(ours.content, "case")) == 1
    assert (ogc.content, ogc.headers["etag"]) == (ours.content, ours.headers["etag"])
