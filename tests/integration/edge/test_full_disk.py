"""A disk that is really full, under the database and under the photos: 503, and nothing half.

Needs to mount a small tmpfs, so it runs as root only.
"""

import os
import secrets
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from gisgrid.cases import verify_all
from gisgrid.files.store import digest, store_of
from gisgrid.kernel.db import bounded_engine_of, engine_of, sessions_of
from gisgrid.kernel.settings import Settings, settings
from gisgrid.run import Urls
from gisgrid.run.account import server_account
from gisgrid.web import create_app
from tests.photos import encoded, picture

MOST = 500
"""The disk must be full after so many requests at the latest."""
PARTS = """
    SELECT format('ALTER TABLE %s SET TABLESPACE little', inhrelid::regclass)
    FROM pg_inherits WHERE inhparent IN ('case_file'::regclass, 'report'::regclass,
                                         'step'::regclass)
"""
HALVES = text("""
    SELECT (SELECT count(*) FROM case_file), (SELECT count(*) FROM report),
           (SELECT count(*) FROM step), (SELECT count(DISTINCT case_id) FROM step)
""")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 768 KiB that the server's account may write to."""
    folder = Path(f"/tmp/gisgrid-little-disk-{os.getpid()}")
    account = server_account()
    folder.mkdir()
    how = f"size=768k,mode=0700,uid={account.uid},gid={account.gid}"
    order = ["mount", "-t", "tmpfs", "-o", how, "tmpfs", str(folder)]
    mounted = subprocess.run(order, capture_output=True, text=True, check=False)
    if mounted.returncode != 0:
        folder.rmdir()
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
    folder.rmdir()


@pytest.fixture
def little(own_district: Urls, disk: Path) -> Iterator[Urls]:
    """A district whose cases lie on the little disk, with a filler of 128 KiB beside them."""
    if "TEST_DATABASE_URL" in os.environ:
        pytest.skip("the database is elsewhere, and so is its disk")
    address = own_district.superuser.replace("+psycopg", "")
    (disk / "data").mkdir()
    os.chown(disk / "data", server_account().uid, server_account().gid)
    with psycopg.connect(address, autocommit=True) as admin:
        admin.execute(f"CREATE TABLESPACE little LOCATION '{disk / 'data'}'")
        for (order,) in admin.execute(PARTS).fetchall():
            admin.execute(order)
        (disk / "filler").write_bytes(bytes(128 << 10))
        yield own_district
        for (order,) in admin.execute(PARTS).fetchall():
            admin.execute(order.replace("little", "pg_default"))
        admin.execute("DROP TABLESPACE little")


def reported(client: TestClient) -> tuple[int, str | None, str | None]:
    said = {"text": secrets.token_hex(1900), "class_key": "component/0137"}
    answer = client.post("/api/reports", json={**said, "lon": 113.17, "lat": 35.239})
    return answer.status_code, answer.json().get("number"), answer.headers.get("retry-after")


def test_a_full_disk_under_the_database_is_503_and_leaves_no_half_case(
    little: Urls, disk: Path
) -> None:
    engine = bounded_engine_of(little.app, 2)
    client = TestClient(
        create_app(sessions_of(engine), Settings(demo=True)), raise_server_exceptions=False
    )
    with client:
        answers = [reported(client)]
        while answers[-1][0] == 201 and len(answers) < MOST:
            answers.append(reported(client))
        status, _, wait = answers.pop()
        assert (status, int(wait or 0) > 0) == (503, True)
        assert reported(client)[0] == 503
        (disk / "filler").unlink()
        answers.append(reported(client))
    engine.dispose()
    assert {status for status, _, _ in answers} == {201}
    assert_whole(engine_of(little.app, 1), {number for _, number, _ in answers})


def assert_whole(engine: Engine, numbers: set[str | None]) -> None:
    with sessions_of(engine).begin() as tx:
        cases, reports, steps, with_steps = tx.execute(HALVES).one()
        known = set(tx.scalars(text("SELECT number FROM case_file")))
        faults = [one.fault for one in verify_all(tx) if one.fault]
    engine.dispose()
    assert known == numbers
    assert cases == reports == with_steps == len(numbers)
    assert steps >= cases
    assert faults == []


def test_a_full_disk_under_the_photos_is_503_and_leaves_no_row_without_its_file(
    own_district: Urls, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GISGRID_FILES_URL", (disk / "files").as_uri())
    settings.cache_clear()
    (disk / "filler").write_bytes(bytes(128 << 10))
    engine = bounded_engine_of(own_district.app, 2)
    client = TestClient(create_app(sessions_of(engine), settings()), raise_server_exceptions=False)
    with client:
        statuses = [sent(client)]
        while statuses[-1] == 201 and len(statuses) < MOST:
            statuses.append(sent(client))
        assert statuses[-1] == 503
        assert statuses.count(201) >= 1
        (disk / "filler").unlink()
        assert sent(client) == 201
    system = engine_of(own_district.app, 1)
    with system.connect() as connection:
        rows = set(connection.scalars(text("SELECT sha256 FROM photo_file")))
        photos = connection.scalar(text("SELECT count(*) FROM photo"))
    system.dispose()
    engine.dispose()
    store = store_of(settings())
    assert photos == statuses.count(201) + 1
    assert all(digest(store.get(one)) == one for one in rows)
    assert [one for one in store.every_file() if digest(store.get(one.sha256)) != one.sha256] == []
    settings.cache_clear()


def sent(client: TestClient) -> int:
    """Send a photo that no other is like, and that hardly shrinks."""
    noise = picture((160, 120))
    noise.frombytes(secrets.token_bytes(160 * 120 * 3))
    file = {"file": ("a.jpg", encoded(noise), "image/jpeg")}
    return client.post("/api/photos", files=file).status_code
