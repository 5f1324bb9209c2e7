"""The tile path on real commits: nothing stale, nothing of others, the same as the routes."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from gisgrid import grid, identity
from gisgrid.identity.tables import SignedSession
from gisgrid.kernel import clock
from gisgrid.kernel.db import engine_of
from gisgrid.maps import Layer, catalogue
from gisgrid.maps.rules import tile_at
from gisgrid.run import Urls
from tests.integration.maps.test_tiles import MIDDLE, address, decoded, reported
from tests.integration.maps.ways import TWICE, seen_by


def test_a_commit_is_seen_by_the_next_request(path: TestClient, tokens: dict[str, str]) -> None:
    tile = address("case", 14)
    seen = []
    for number in range(4):
        shown = decoded(seen_by(path, tokens["dispatcher"], tile).content, "case")
        seen.append(len(shown))
        path.cookies.clear()
        reported(path, number)
    assert seen == [0, 1, 2, 3]


def test_two_readers_of_one_cache_see_each_their_own(
    path: TestClient, tokens: dict[str, str]
) -> None:
    reported(path, 1)
    tile = address("case", 14)
    for _ in range(2):
        office = seen_by(path, tokens["dispatcher"], tile)
        officer = seen_by(path, tokens["officer1"], tile)
        assert len(decoded(office.content, "case")) == 1
        assert decoded(officer.content, "case") == []
        assert seen_by(path, None, tile).status_code == 403
        held = [("if-none-match", office.headers["etag"])]
        assert seen_by(path, tokens["officer1"], tile, headers=held).status_code == 200
        assert seen_by(path, tokens["dispatcher"], tile, headers=held).status_code == 304
        for answer in (office, officer):
            assert answer.headers["cache-control"] == "private, no-cache"
            assert "Cookie" in answer.headers["vary"]


def test_what_changed_elsewhere_costs_no_new_download(
    path: TestClient, tokens: dict[str, str]
) -> None:
    tile = address("case", 15)
    first = seen_by(path, tokens["dispatcher"], tile)
    path.cookies.clear()
    reported(path, 1, (113.20, 35.25))
    held = [("if-none-match", first.headers["etag"])]
    again = seen_by(path, tokens["dispatcher"], tile, headers=held)
    assert again.status_code == 304
    assert again.headers["etag"] == first.headers["etag"]
    assert seen_by(path, tokens["dispatcher"], tile).headers["etag"] != first.headers["etag"]


def test_a_session_that_ended_is_the_publics(
    path: TestClient, tokens: dict[str, str], committed: sessionmaker[Session]
) -> None:
    tile = address("case", 14)
    assert seen_by(path, tokens["dispatcher"], tile).status_code == 200
    with committed.begin() as tx:
        identity.sign_out(tx, tokens["dispatcher"])
    assert seen_by(path, tokens["dispatcher"], tile).status_code == 403


def test_a_post_that_ended_shows_nothing_more(
    path: TestClient, tokens: dict[str, str], committed: sessionmaker[Session]
) -> None:
    reported(path, 1)
    tile = address("case", 14)
    assert seen_by(path, tokens["checker"], tile).content
    with committed.begin() as tx:
        tx.execute(
            text("UPDATE post SET valid_to = :now WHERE person_id ="
                 " (SELECT person_id FROM account WHERE login = 'checker')"),
            {"now": clock.now()},
        )  # fmt: skip
    assert seen_by(path, tokens["checker"], tile).status_code == 403


def test_the_use_of_a_session_is_written_down_now_and_then(
    path: TestClient, tokens: dict[str, str], committed: sessionmaker[Session]
) -> None:
    long_ago = clock.now() - timedelta(minutes=30)
    with committed.begin() as tx:
        tx.query(SignedSession).update({"seen_at": long_ago})
    assert seen_by(path, tokens["dispatcher"], address("case", 14)).status_code == 200
    with committed.begin() as tx:
        assert tx.query(SignedSession).filter(SignedSession.seen_at > long_ago).count() == 1


def test_the_path_and_the_routes_give_the_same_tiles(
    path: TestClient, tokens: dict[str, str]
) -> None:
    for number in range(4):
        reported(path, number)
    live = [layer.id for layer in catalogue().values() if not layer.bundle]
    for layer in live:
        for token in (None, *tokens.values()):
            for z in (11, 14):
                short = seen_by(path, token, address(layer, z))
                long = seen_by(path, token, address(layer, z), headers=TWICE)
                assert short.status_code == long.status_code
                if short.status_code == 200:
                    assert short.content == long.content
                    assert len(short.headers["etag"]) > len(long.headers["etag"]), "not the path"


def test_borders_of_an_edition_that_is_not_published_are_not_there(
    path: TestClient, committed: sessionmaker[Session]
) -> None:
    with committed.begin() as tx:
        edition = grid.current_edition(tx).id
    there = path.get(address(f"{edition}/grid", 12))
    assert (there.status_code, there.headers["cache-control"]) == (
        200,
        "public, max-age=31536000, immutable",
    )
    assert path.get(address(f"{edition}/grid", 12)).content == there.content
    assert path.get(address(f"{edition + 1}/grid", 12)).status_code == 404


@pytest.mark.parametrize(
    "layer", [one for one in catalogue().values() if not one.bundle], ids=lambda one: one.id
)
def test_every_table_that_a_layer_reads_is_named_in_its_file(tx: Session, layer: Layer) -> None:
    tile = tile_at(*MIDDLE, 14)
    asked = text(
        f"EXPLAIN (VERBOSE, FORMAT JSON) SELECT * FROM map.{layer.source}"
        "(ST_TileEnvelope(:z, :x, :y), :z, CAST(:told AS jsonb))"
    )
    found: set[str] = set()
    for scope in ({"roots": [1]}, {"mine": [1]}, {"everything": True}):
        told = json.dumps(
            {"at": "2026-11-23T08:00:00+00:00", "edition": 1, "everything": False} | scope
        )
        plan = tx.scalar(asked, {"z": tile.z, "x": tile.x, "y": tile.y, "told": told})
        found |= set(relations(tx, plan))
    assert set(layer.reads) == found


def relations(tx: Session, plan: Any) -> Iterator[str]:
    """Name the tables of a plan; a partition by the table that it is a part of."""
    if isinstance(plan, dict):
        if "Relation Name" in plan:
            root = "SELECT coalesce(pg_partition_root(CAST(:name AS regclass)), :name)::text"
            yield tx.scalar(text(root), {"name": plan["Relation Name"]})
        for part in plan.values():
            yield from relations(tx, part)
    if isinstance(plan, list):
        for part in plan:
            yield from relations(tx, part)


def test_writers_never_wait_to_be_counted(own_district: Urls) -> None:
    engine = engine_of(own_district.app)
    change = text("UPDATE case_file SET repeat_count = repeat_count WHERE id = :n")
    total = text("SELECT coalesce(sum(changes), 0) FROM layer_change WHERE source = 'case_file'")
    with engine.connect() as one, engine.connect() as other, engine.connect() as reader:
        before = reader.scalar(total)
        other.execute(text("SET lock_timeout = '2s'"))
        one.execute(change, {"n": 1})
        other.execute(change, {"n": 2})
        other.commit()
        reader.rollback()
        between = reader.scalar(total)
        one.commit()
        reader.rollback()
        assert (between - before, reader.scalar(total) - before) == (1, 2)
    engine.dispose()
