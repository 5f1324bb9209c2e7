"""Keeping programs up: with real, tiny programs."""

import os
import signal
import socket
import sys
from pathlib import Path
from threading import Event

import psutil
import pytest

from gisgrid.run.locks import alone
from gisgrid.run.programs import Child, Program
from gisgrid.run.supervisor import asked_to_stop, keep_up
from gisgrid.run.up import InUse, require_free_port
from tests.waiting import until

SLEEP = (sys.executable, "-S", "-c", "import time; time.sleep(60)")
END = (sys.executable, "-S", "-c", "print('hello'); raise SystemExit(3)")


def running() -> set[int]:
    """Return the pids of our programs that are alive."""
    return {child.pid for child in psutil.Process().children()}


def tended(child: Child, starts: int) -> bool:
    child.tend()
    return child.starts >= starts


def test_what_dies_is_started_again_after_a_growing_pause(
    capfd: pytest.CaptureFixture[str],
) -> None:
    child = Child(Program("web", END), os.environ)
    until(lambda: tended(child, 2))
    child.ask_to_stop()
    child.make_sure(0)
    said = capfd.readouterr().out
    assert "    web | hello" in said
    assert "web ended (3); it starts again in 1 s" in said


def test_the_end_stops_every_program() -> None:
    stop, seen = Event(), set[int]()
    before = running()

    def look() -> None:
        seen.update(running() - before)
        if len(seen) == 2:
            stop.set()

    keep_up([Program("web", SLEEP), Program("worker", SLEEP)], os.environ, stop, [look])
    assert len(seen) == 2
    assert not seen & running()


def test_ctrl_c_and_sigterm_ask_for_the_end_and_are_given_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with asked_to_stop() as stop:
        os.kill(os.getpid(), signal.SIGTERM)
        until(stop.is_set)
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_port_in_use_is_said_in_one_line() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(InUse, match=rf"port {port} of 127.0.0.1 is not free"):
            require_free_port("127.0.0.1", port)


def test_a_free_port_is_no_problem() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
    require_free_port("127.0.0.1", port)


def test_only_one_holds_a_lock_at_a_time(tmp_path: Path) -> None:
    with alone(tmp_path / "lock") as first, alone(tmp_path / "lock") as second:
        assert (first, second) == (True, False)
    with alone(tmp_path / "lock") as again:
        assert again
