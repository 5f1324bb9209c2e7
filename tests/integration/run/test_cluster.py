"""The private cluster on a server of the test's own."""

import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from gisgrid.kernel.jobs import psycopg_address
from gisgrid.run import Cluster, NotReady, Urls
from gisgrid.run.databases import make_database
from gisgrid.run.locks import processes_in
from gisgrid.run.tuning import CARELESS
from tests.waiting import until


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with tempfile.TemporaryDirectory(prefix="gg-") as folder:
        Path(folder).chmod(0o755)
        made = Cluster(Path(folder) / "c", CARELESS)
        made.ensure()
        yield made
        made.stop()


def one(url: str, question: str) -> object:
    with psycopg.connect(psycopg_address(url)) as connection:
        row = connection.execute(question.encode()).fetchone()
        assert row is not None
        return row[0]


def test_a_second_start_finds_everything_as_it_was(cluster: Cluster) -> None:
    urls = cluster.ensure()
    owner = psycopg.connect(psycopg_address(urls.owner), autocommit=True)
    owner.execute("CREATE TABLE IF NOT EXISTS kept AS SELECT 42 AS answer")
    owner.close()
    cluster.stop()
    assert not cluster.is_running()
    assert cluster.ensure() == urls
    assert one(urls.app, "SELECT answer FROM kept") == 42


def test_the_app_may_work_and_owns_nothing(cluster: Cluster) -> None:
    urls = cluster.ensure()
    assert one(urls.app, "SELECT current_user") == "gisgrid_app"
    with (
        psycopg.connect(psycopg_address(urls.app)) as app,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        app.execute("CREATE TABLE mine (id int)")


def test_nobody_enters_without_a_password_nor_by_tcp(cluster: Cluster) -> None:
    urls = cluster.ensure()
    assert one(urls.superuser, "SHOW listen_addresses") == ""
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(host=str(cluster.socket), user="postgres", dbname="postgres", password="x")


def test_a_dead_servers_pid_file_is_put_away(cluster: Cluster) -> None:
    cluster.ensure()
    cluster.stop()
    stale = cluster.data / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{cluster.data}\n")
    assert not cluster.is_running()
    urls: Urls = cluster.ensure()
    assert one(urls.app, "SELECT 1") == 1


def test_a_half_made_database_is_made_anew(cluster: Cluster) -> None:
    cluster.ensure()

    def fail(_: Urls) -> None:
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        make_database(cluster, "half", fail)
    urls = make_database(cluster, "half")
    assert one(urls.app, "SELECT postgis_lib_version() IS NOT NULL") is True


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's server runs as somebody else")
def test_a_folder_that_the_servers_account_cannot_enter_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    with pytest.raises(NotReady, match=r"cannot enter .* set GISGRID_HOME"):
        Cluster(tmp_path / "closed").ensure()


def test_a_server_that_was_killed_starts_again_once_nothing_of_it_is_left(
    cluster: Cluster,
) -> None:
    urls = cluster.ensure()
    held = psycopg.connect(psycopg_address(urls.app))
    first = int((cluster.data / "postmaster.pid").read_text().split("\n", 1)[0])
    os.kill(first, signal.SIGKILL)
    until(lambda: not cluster.is_running())
    cluster.start()
    held.close()
    assert processes_in(cluster.data) - {first}
    assert one(urls.app, "SELECT 1") == 1
