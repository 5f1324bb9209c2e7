"""What holds now and where its tiles are; the same tiles as one file; new borders everywhere."""

import gzip
import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import mapbox_vector_tile
import pytest
from fastapi.testclient import TestClient
from pmtiles.reader import MemorySource, Reader, all_tiles
from pmtiles.tile import Compression
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from gisgrid import grid, reactions
from gisgrid.grid import EditionPublished
from gisgrid.kernel import clock, messages
from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.maps import bake
from gisgrid.run import Urls
from tests.integration.maps.test_tiles import MIDDLE, address
from tests.serving import Serving, ended
from tests.unit.grid_slice.town import LEVELS, town
from tests.waiting import until

FIELDS = {
    "area": {"rank", "level", "code", "name", "name_en", "leaf", "synthetic"},
    "area_label": {"rank", "name", "name_en"},
    "border": {"rank", "outer"},
}


@pytest.fixture
def file(district: Session, client: TestClient) -> Any:
    edition = grid.current_edition(district).id
    return client.get(f"/tiles/{edition}/boundaries.pmtiles")


def reader_of(content: bytes) -> Reader:
    return Reader(MemorySource(content))


def test_the_file_holds_the_very_bytes_that_are_served(
    district: Session, client: TestClient, file: Any
) -> None:
    found = dict(all_tiles(MemorySource(file.content)))
    kept = district.execute(text("SELECT z, x, y, mvt FROM grid_tile")).all()
    assert found == {(z, x, y): bytes(mvt) for z, x, y, mvt in kept}
    edition = grid.current_edition(district).id
    _, _, z, x, y = address(f"{edition}/grid", 14).removesuffix(".mvt").rsplit("/", 4)
    served = client.get(address(f"{edition}/grid", 14)).content
    assert gzip.decompress(found[int(z), int(x), int(y)]) == served


def test_the_file_says_names_and_levels_and_nothing_else(file: Any) -> None:
    reader = reader_of(file.content)
    header = reader.header()
    assert (header["min_zoom"], header["max_zoom"]) == (8, 16)
    assert header["tile_compression"] == Compression.GZIP
    assert header["min_lon_e7"] < MIDDLE[0] * 1e7 < header["max_lon_e7"]
    said = {one["id"]: set(one["fields"]) for one in reader.metadata()["vector_layers"]}
    assert said == FIELDS
    for _, content in all_tiles(MemorySource(file.content)):
        for name, layer in mapbox_vector_tile.decode(gzip.decompress(content)).items():
            for feature in layer["features"]:
                assert set(feature["properties"]) <= FIELDS[name]


def test_a_part_of_the_file_is_given_by_itself_for_ever(client: TestClient, file: Any) -> None:
    whole, path = file.content, file.url.path
    assert file.headers["accept-ranges"] == "bytes"
    assert file.headers["cache-control"] == "public, max-age=31536000, immutable"
    for asked, part in (
        ("bytes=0-126", whole[:127]),
        ("bytes=500-", whole[500:]),
        ("bytes=-10", whole[-10:]),
        (f"bytes=100-{len(whole) * 2}", whole[100:]),
    ):
        answer = client.get(path, headers={"range": asked})
        first = whole.index(part) if len(part) > 100 else len(whole) - len(part)
        said = f"bytes {first}-{first + len(part) - 1}/{len(whole)}"
        assert (answer.status_code, answer.headers["content-range"]) == (206, said)
        assert answer.content == part
    old = {"range": "bytes=0-9", "if-range": '"another"'}
    assert client.get(path, headers=old).status_code == 200
    assert client.get(path, headers={"range": "bytes=0-1,4-5"}).content == whole
    assert client.get(path, headers={"if-none-match": file.headers["etag"]}).status_code == 304


def test_a_part_behind_the_end_is_refused(client: TestClient, file: Any) -> None:
    beyond = f"bytes={len(file.content)}-"
    answer = client.get(file.url.path, headers={"range": beyond})
    assert (answer.status_code, answer.json()["size"]) == (416, len(file.content))


def test_who_asks_before_the_file_is_written_waits_for_it(
    district: Session, client: TestClient
) -> None:
    edition = grid.current_edition(district).id
    district.execute(text("DELETE FROM grid_archive"))
    district.execute(text("DELETE FROM grid_tile"))
    first = client.get(f"/tiles/{edition}/boundaries.pmtiles")
    assert (first.status_code, bake(district, edition)) == (200, 0)


def test_there_is_no_file_of_a_draft(tx: Session, client: TestClient) -> None:
    draft = grid.import_coverage(tx, town(), LEVELS, grid.ImportOptions(edition="one")).edition
    assert draft is not None
    assert client.get(f"/tiles/{draft.id}/boundaries.pmtiles").status_code == 404


def test_the_edition_in_force_says_where_its_tiles_are(
    district: Session, client: TestClient
) -> None:
    current = grid.current_edition(district)
    answer = client.get("/tiles/edition.json")
    said = answer.json()
    assert (said["id"], said["name"], said["next"]) == (current.id, current.name, None)
    assert said["tiles"] == f"/tiles/{current.id}/grid/{{z}}/{{x}}/{{y}}.mvt"
    assert "GCJ-02" in said["datum"]["zh"]
    west, south, east, north = said["bounds"]
    assert west < MIDDLE[0] < east
    assert south < MIDDLE[1] < north
    assert client.get(said["pmtiles"]).content[:7] == b"PMTiles"
    assert answer.headers["cache-control"] == "no-cache"
    held = {"if-none-match": answer.headers["etag"]}
    assert client.get("/tiles/edition.json", headers=held).status_code == 304


@pytest.fixture
def quiet() -> Iterator[None]:
    """Nothing follows an edition here but what the test itself does."""
    reactions.install()
    before = messages.installed()
    messages.install({**before, EditionPublished: ()})
    yield
    messages.install(before)


@pytest.mark.usefixtures("quiet")
def test_what_takes_over_later_is_told_beforehand(tx: Session, client: TestClient) -> None:
    now, day = clock.now(), timedelta(days=1)
    grid.import_coverage(tx, town(), LEVELS, grid.ImportOptions(edition="one"))
    grid.publish(tx, "one", now - day)
    grid.import_coverage(tx, town(), LEVELS, grid.ImportOptions(edition="two"))
    later = grid.publish(tx, "two", now + day)
    said = client.get("/tiles/edition.json").json()
    assert (said["name"], said["next"]["id"]) == ("one", later.id)


@pytest.fixture
def committed(own_database: Urls) -> Iterator[sessionmaker[Session]]:
    engine = engine_of(own_database.app)
    yield sessions_of(engine)
    engine.dispose()


def published(sessions: sessionmaker[Session], name: str) -> int:
    with sessions.begin() as tx:
        grid.import_coverage(tx, town(), LEVELS, grid.ImportOptions(edition=name))
    with sessions.begin() as tx:
        return grid.publish(tx, name).id


def asked(one: Serving, path: str) -> Any:
    with urlopen(one.address + path, timeout=5) as answer:
        return json.load(answer)


@pytest.mark.usefixtures("quiet")
def test_every_worker_serves_a_new_edition_within_a_second(
    own_database: Urls, committed: sessionmaker[Session], tmp_path: Path
) -> None:
    first = published(committed, "one")
    workers = [Serving(own_database, tmp_path / str(n)) for n in range(2)]
    with ExitStack() as running:
        for one in workers:
            one.folder.mkdir()
            running.enter_context(ended(one.web()))
        for one in workers:
            until(one.answers)
            assert asked(one, "/tiles/edition.json")["id"] == first
            assert one.answers(f"/tiles/{first}/grid/14/13200/6400.mvt")
        second = published(committed, "two")
        end = clock.now() + timedelta(seconds=1)
        for one in workers:
            until(lambda one=one: asked(one, "/tiles/edition.json")["id"] == second, 1)  # type: ignore[misc]
            style = asked(one, "/style.json")
            assert f"/tiles/{second}/grid/" in style["sources"]["grid"]["tiles"][0]
            assert one.answers(f"/tiles/{second}/grid/14/13200/6400.mvt")
        assert clock.now() <= end
