"""Backups: what is restored is what was there; nothing half, nothing over something else."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from gisgrid.files.store import Store
from gisgrid.kernel import jobs, messages
from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.kernel.settings import Settings
from gisgrid.migrations.steps import migrate
from gisgrid.notices.channels import File
from gisgrid.notices.delivery import deliver
from gisgrid.run import Urls
from gisgrid.run.backups import BadBackup, Taken, back_up, restore
from gisgrid.run.databases import make_database
from gisgrid.web import create_app
from tests.databases import ROOT, Databases
from tests.serving import Serving, ended
from tests.waiting import until

TABLES = text("""
    SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    ORDER BY relname
""")
SUM = "SELECT count(*) || md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {} AS t"
QUEUED = text("DELETE FROM procrastinate_jobs WHERE status = 'todo' RETURNING task_name, args")
LEFT = text("SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%open_order'")
UNSENT = text("SELECT count(*) FROM notice WHERE delivered_at IS NULL")
LAMP = {"class_key": "component/0137", "text": "路灯不亮", "lon": 113.17, "lat": 35.239}


@pytest.fixture
def spare(databases: Databases) -> Iterator[Urls]:
    """An empty database as an operator makes it: extensions and rights, no tables."""
    name = f"test_{os.getpid()}_spare"
    yield make_database(databases.server, name)
    databases.drop(name)


@pytest.fixture
def engines(own_district: Urls, spare: Urls) -> Iterator[tuple[Engine, Engine]]:
    before, after = engine_of(own_district.app, 2), engine_of(spare.app, 2)
    yield before, after
    before.dispose()
    after.dispose()


def sums(urls: Urls) -> dict[str, str]:
    """Return a checksum of every table, months too: only the owner reads those by their names."""
    engine = engine_of(urls.owner, 1)
    with engine.connect() as connection:
        names = connection.scalars(TABLES).all()
        found = {name: connection.scalar(text(SUM.format(f'"{name}"'))) for name in names}
    engine.dispose()
    return found


def live(engine: Engine, sent: Path) -> None:
    """Report ten lamps, dispatch them and send the notices; report ten more and stop there."""
    sessions = sessions_of(engine)
    client = TestClient(create_app(sessions, Settings(demo=True)))
    known = {jobs.name(job): job for job in messages.every_job()}
    for turn in range(2):
        for _ in range(10):
            assert client.post("/api/reports", json=LAMP).status_code == 201
        if turn == 0:
            with sessions.begin() as tx:
                for name, args in tx.execute(QUEUED).all():
                    args.pop("request_id", None)
                    known[name](tx, **args)
                assert deliver(tx, [File(sent)]) > 0


def quiet(_: str) -> None:
    """Say nothing."""


@pytest.mark.long
def test_the_drill(
    engines: tuple[Engine, Engine], own_district: Urls, spare: Urls, tmp_path: Path
) -> None:
    before, after = engines
    sent, files = tmp_path / "sent.jsonl", Store((tmp_path / "files").as_uri())
    photo, restored = files.put(b"a photo"), Store((tmp_path / "restored").as_uri())
    live(before, sent)

    back_up(own_district.owner, files, tmp_path / "backup", quiet)
    restore(spare.owner, restored, tmp_path / "backup", quiet)
    assert sums(spare) == sums(own_district)
    migrate(Settings(database_url=spare.app, owner_url=spare.owner))

    assert restored.get(photo) == b"a photo"
    worker = Serving(spare, tmp_path, {"GISGRID_NOTICES_FILE": str(sent)}).worker()
    with (
        ended(worker),
        after.connect().execution_options(isolation_level="AUTOCOMMIT") as connection,
    ):
        until(lambda: connection.scalar(LEFT) == 0 and connection.scalar(UNSENT) == 0)
        cases = connection.scalar(
            text("SELECT count(*) FROM case_file WHERE status = 'dispatched'")
        )
    lines = sent.read_text("utf-8").splitlines()
    assert cases == 20
    assert len(lines) == len(set(lines)) > 20


def test_history_may_not_be_rewritten_after_a_restore_either(
    engines: tuple[Engine, Engine], own_district: Urls, spare: Urls, tmp_path: Path
) -> None:
    back_up(own_district.owner, None, tmp_path / "backup", quiet)
    restore(spare.owner, None, tmp_path / "backup", quiet)
    migrate(Settings(database_url=spare.app, owner_url=spare.owner))
    rights = text("SELECT privilege_type FROM information_schema.role_table_grants "
                  "WHERE table_name = :name AND grantee = 'gisgrid_app'")  # fmt: skip
    found = []
    for engine in engines:
        with engine.connect() as c:
            names = ("step", "case_file", "notice")
            found.append({name: set(c.scalars(rights, {"name": name})) for name in names})
    assert found[0] == found[1]
    assert "UPDATE" not in found[1]["step"]


def test_it_writes_into_nothing_that_holds_something(own_database: Urls, tmp_path: Path) -> None:
    back_up(own_database.owner, None, tmp_path / "backup", quiet)
    with pytest.raises(Taken):
        back_up(own_database.owner, None, tmp_path / "backup", quiet)
    with pytest.raises(Taken):
        restore(own_database.owner, None, tmp_path / "backup", quiet)


@pytest.mark.parametrize("harm", [lambda dump: dump.unlink(), lambda dump: dump.write_bytes(b"x")])
def test_a_backup_that_is_not_whole_is_refused(
    own_database: Urls, spare: Urls, tmp_path: Path, harm: Callable[[Path], object]
) -> None:
    back_up(own_database.owner, None, tmp_path / "backup", quiet)
    harm(tmp_path / "backup" / "database.dump")
    with pytest.raises(BadBackup, match=r"database\.dump"):
        restore(spare.owner, None, tmp_path / "backup", quiet)


def test_an_interrupted_backup_leaves_nothing(own_database: Urls, tmp_path: Path) -> None:
    def interrupt(word: str) -> None:
        if word.startswith("行数"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        back_up(own_database.owner, None, tmp_path / "backup", interrupt)
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_in_one_line_why_not_and_ends_with_2(
    own_database: Urls, tmp_path: Path
) -> None:
    env = {
        **os.environ,
        "GISGRID_DATABASE_URL": own_database.app,
        "GISGRID_OWNER_URL": own_database.owner,
        "GISGRID_HOME": str(tmp_path / "home"),
    }

    def gisgrid(order: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "gisgrid.cli", order, str(tmp_path / "backup")]
        return subprocess.run(
            command, cwd=ROOT, env=env, text=True, capture_output=True, check=False
        )

    assert gisgrid("backup").returncode == 0
    refused = gisgrid("restore")
    assert refused.returncode == 2
    assert refused.stderr.strip().count("\n") == 0
