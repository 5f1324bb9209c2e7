"""The whole life of a photo in an S3-compatible bucket; nothing of it lies in a folder."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from gisgrid.files import sweep
from gisgrid.files.store import Store, digest, path_of, store_of
from gisgrid.files.sweeping import unnamed, without_file
from gisgrid.files.tables import Photo, PhotoFile
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Unavailable
from gisgrid.kernel.settings import settings
from gisgrid.run import Urls
from gisgrid.run.backups import Taken, back_up, restore
from gisgrid.run.databases import make_database
from gisgrid.run.ground import standing
from tests.databases import Databases
from tests.integration.files.bucket import Server, served
from tests.integration.files.lens import send, upload
from tests.integration.files.test_attaching import bytes_of
from tests.integration.files.test_forgetting import forget
from tests.integration.files.test_redacting import PLATE, hide, reported, shown_to, spread
from tests.journeys.office import Office
from tests.photos import jpeg


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with served() as running:
        yield running


@pytest.fixture(autouse=True)
def store(
    server: Server, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Store]:
    """A bucket of the test's own, named as an operator names it: by URL and AWS_* variables."""
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    bucket = f"photos-{abs(hash(request.node.name)):x}"[:40]
    monkeypatch.setenv("GISGRID_FILES_URL", server.make_bucket(bucket))
    settings.cache_clear()
    yield store_of(settings())
    settings.cache_clear()


def test_a_photo_is_uploaded_seen_hidden_and_forgotten(office: Office, store: Store) -> None:
    assert store.folder is None
    number, token, photo = reported(office)
    names = select(PhotoFile.sha256).where(PhotoFile.photo_id == photo["id"])
    lying = {one.sha256 for one in store.every_file()}
    assert lying == set(office.tx.scalars(names))
    assert len(lying) == 2

    unit, dispatcher = office.desk("unit-cg"), office.desk("dispatcher")
    assert bytes_of(office.anyone, shown_to(unit, number)["thumbnail"])
    hide(dispatcher, photo, PLATE)
    assert spread(office, shown_to(unit, number)["photo"]) < 20
    assert spread(office, shown_to(dispatcher, number)["original"]) > 60
    assert len(list(store.every_file())) == 4

    forget(office, number)
    assert office.anyone.get(photo["photo"]).status_code == 404
    with clock.at(clock.now() + timedelta(days=20000)):
        sweep(office.tx)
    assert list(store.every_file()) == []
    assert office.tx.scalars(select(Photo.gps_x).where(Photo.id == photo["id"])).one() is None
    assert token


def test_rows_and_files_that_miss_each_other_are_found(
    web: TestClient, tx: Session, server: Server, store: Store
) -> None:
    upload(web)
    (lost,) = (one.sha256 for one in list(store.every_file())[:1])
    store.remove(lost)
    left = store.put(b"left over")
    server.put(settings().files_url.removeprefix("s3://") + "/notes.txt", b"not ours")

    assert [one.sha256 for one in without_file(tx, store)] == [lost]
    assert [one.sha256 for one in unnamed(tx, store)] == [left]


def test_a_bucket_out_of_reach_is_503_and_nothing_is_written(
    web: TestClient, tx: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = upload(web)["photo"]
    held = tx.scalars(select(Photo.id)).all()
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("GISGRID_FILES_URL", "s3://away/zhongzhan")
    settings.cache_clear()

    for answer in (send(web, jpeg()), web.get(link)):
        assert (answer.status_code, answer.json()["type"]) == (503, "Unavailable")
        assert "Retry-After" in answer.headers
    assert tx.scalars(select(Photo.id)).all() == held


def test_a_bucket_that_is_not_there_takes_nothing_in() -> None:
    with pytest.raises(Unavailable):
        Store("s3://never-made/zhongzhan").put(b"photo")


def test_a_backup_brings_the_bucket_s_files_along_and_into_another_one(
    own_database: Urls,
    databases: Databases,
    server: Server,
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    photos = [store.put(b"one photo"), store.put(b"another")]
    monkeypatch.setenv("GISGRID_DATABASE_URL", own_database.app)
    monkeypatch.setenv("GISGRID_OWNER_URL", own_database.owner)
    settings.cache_clear()
    with standing(settings()) as under:
        made = back_up(under.owner_url, under.files, tmp_path / "backup", print)
    assert {f"files/{path_of(one)}" for one in photos} < set(made.sha256)

    other, name = Store(server.make_bucket("elsewhere")), f"test_{os.getpid()}_elsewhere"
    spare = make_database(databases.server, name)
    with pytest.raises(Taken):
        restore(spare.owner, store, tmp_path / "backup", print)
    restore(spare.owner, other, tmp_path / "backup", print)
    databases.drop(name)
    assert {digest(other.get(one)) for one in photos} == set(photos)
