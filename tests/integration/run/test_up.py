"""`gisgrid run` as a newcomer sees it, with a database and a port of its own."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil
import pytest

from gisgrid.run import Cluster
from tests.waiting import until

ROOT = Path(__file__).parents[3]
RUN = [sys.executable, "-m", "gisgrid.cli", "run"]


@pytest.fixture
def place() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="gg-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "home"
        Cluster(Path(folder) / "home").stop()


@pytest.fixture
def env(place: Path) -> dict[str, str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given = {"GISGRID_HOME": str(place), "GISGRID_PORT": str(port), "GISGRID_DEMO": "false"}
    return {**os.environ, **given, "GISGRID_DATABASE_URL": "", "GISGRID_SECRET": "for this test"}


@contextmanager
def running(env: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        RUN, cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as up:
        try:
            yield up
        finally:
            up.send_signal(signal.SIGTERM)


def told(*words: str, env: Mapping[str, str]) -> str:
    """Return the last line of what a command says beside the running programs."""
    order = [*RUN[:-1], *words]
    return subprocess.check_output(order, cwd=ROOT, env=env, text=True).splitlines()[-1]


def answers(env: Mapping[str, str]) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{env['GISGRID_PORT']}/health", timeout=1) as answer:
            return answer.status == 200  # type: ignore[no-any-return]
    except (URLError, OSError):
        return False


@pytest.mark.long
def test_it_comes_up_restarts_what_is_killed_and_takes_everything_down(
    env: dict[str, str], place: Path
) -> None:
    with running(env) as up:
        until(lambda: answers(env))
        children = psutil.Process(up.pid).children()
        (web,) = [c for c in children if "uvicorn" in c.cmdline()]
        web.kill()
        until(lambda: not answers(env))
        until(lambda: answers(env))
        Cluster(place).stop()
        until(lambda: Cluster(place).is_running() and answers(env))
        again = subprocess.run(RUN, cwd=ROOT, env=env, text=True, capture_output=True, check=False)
        assert again.returncode == 2
        assert "gisgrid runs already" in again.stderr
        children = psutil.Process(up.pid).children(recursive=True)
        up.send_signal(signal.SIGINT)
        said, _ = up.communicate(timeout=60)
    assert up.returncode == 0
    assert f"gisgrid is ready: http://127.0.0.1:{env['GISGRID_PORT']}" in said
    assert not [child for child in children if child.is_running()]
    assert "gisgrid migrate" in said
    assert not Cluster(place).is_running()
    with running(env) as up:
        until(lambda: answers(env))
        up.send_signal(signal.SIGTERM)
        said, _ = up.communicate(timeout=60)
    assert "gisgrid migrate" not in said


def test_a_port_in_use_is_one_clear_line(env: dict[str, str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(env["GISGRID_PORT"])))
        other.listen()
        refused = subprocess.run(
            RUN, cwd=ROOT, env=env, text=True, capture_output=True, check=False
        )
    assert refused.returncode == 2
    (line,) = refused.stderr.strip().splitlines()
    assert "is not free" in line
    assert "GISGRID_PORT" in line


@pytest.mark.long
def test_a_command_works_on_the_private_database_beside_the_running_programs(
    env: dict[str, str], place: Path
) -> None:
    with running(env) as up:
        until(lambda: answers(env))
        assert told("people", "list", env=env) == "0 人 · 0 people"
        assert Cluster(place).is_running()
        up.send_signal(signal.SIGTERM)
        up.communicate(timeout=60)
    assert told("people", "list", env=env) == "0 人 · 0 people"
    assert not Cluster(place).is_running()
