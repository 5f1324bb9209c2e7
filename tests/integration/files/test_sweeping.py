"""No row lacks its file; what nobody names goes after a day."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from gisgrid.cli import files as command
from gisgrid.files.decoding import decode
from gisgrid.files.keeping import Owner, attach, take_in
from gisgrid.files.queries import hold
from gisgrid.files.store import Store
from gisgrid.files.sweeping import Swept, sweep, unnamed, without_file
from gisgrid.files.tables import Photo, PhotoFile
from gisgrid.kernel import clock
from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.kernel.settings import Settings, settings
from gisgrid.run import Urls
from tests.integration.files.lens import upload
from tests.photos import jpeg


def in_days(days: float) -> datetime:
    return clock.now() + timedelta(days=days)


def test_a_photo_of_nothing_goes_after_a_day_and_its_files_after_it(
    web: TestClient, tx: Session, store: Store, at: Callable[[datetime], None]
) -> None:
    loose, kept = upload(web), upload(web, jpeg("navy"))
    attach(tx, [kept["id"]], Owner(case_id=1))
    at(in_days(0.9))
    assert sweep(tx) == Swept(files=0, photos=0)
    at(in_days(0.2))
    assert sweep(tx) == Swept(files=0, photos=1)
    assert len(list(store.every_file())) == 4
    assert sweep(tx) == Swept(files=2, photos=0)
    assert tx.scalars(select(Photo.id)).all() == [kept["id"]]
    assert (list(without_file(tx, store)), list(unnamed(tx, store))) == ([], [])
    assert loose["id"] != kept["id"]


def test_two_photos_of_the_same_bytes_share_their_files(
    web: TestClient, tx: Session, store: Store, at: Callable[[datetime], None]
) -> None:
    _, kept = upload(web), upload(web)
    attach(tx, [kept["id"]], Owner(case_id=1))
    at(in_days(1.1))
    assert sweep(tx) == Swept(files=0, photos=1)
    assert sweep(tx) == Swept(files=0, photos=0)
    assert list(without_file(tx, store)) == []


def test_a_file_that_is_being_uploaded_again_is_left_alone(
    own_database: Urls, store: Store, at: Callable[[datetime], None]
) -> None:
    sha256 = store.put(b"left over")
    engine = engine_of(own_database.app, 2)
    at(in_days(1.1))
    with sessions_of(engine).begin() as uploading, sessions_of(engine).begin() as sweeping:
        hold(uploading, [sha256])
        assert sweep(sweeping).files == 0
    with sessions_of(engine).begin() as sweeping:
        assert sweep(sweeping).files == 1
    engine.dispose()
    assert not store.has(sha256)


def test_a_row_is_written_only_when_its_file_lies_in_the_store(
    sessions: sessionmaker[Session], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = decode(jpeg(), Settings())

    def full(_: Store, content: bytes, suffix: str) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Store, "put", full)
    with pytest.raises(OSError, match="No space"), sessions.begin() as tx:
        take_in(tx, found, None)
    with sessions() as tx:
        assert tx.scalars(select(Photo.id)).all() == []
    assert list(store.every_file()) == []


def test_the_command_lists_what_misses_each_other(
    own_database: Urls,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("GISGRID_DATABASE_URL", own_database.app)
    settings.cache_clear()
    engine = engine_of(own_database.app, 1)
    with sessions_of(engine).begin() as tx:
        take_in(tx, decode(jpeg(), Settings()), None)
        lost = tx.scalars(select(PhotoFile.sha256).where(PhotoFile.rendition == "thumbnail")).one()
    engine.dispose()
    left = store.put(b"left over")
    with pytest.raises(SystemExit) as well:
        command.check()
    assert well.value.code == 0
    store.remove(lost)
    with pytest.raises(SystemExit) as ended:
        command.check()
    said = capsys.readouterr().out
    assert ended.value.code == 1
    assert f"缺少文件 {lost.hex()}" in said
    assert f"文件 {left.hex()} 没有照片记录" in said
    assert "1 files missing, 1 without a row" in said
