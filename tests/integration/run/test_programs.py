"""What `gisgrid run` started ends with it, however it ends."""

import os
import signal
import subprocess
import sys
from contextlib import suppress

import psutil
import pytest

from gisgrid.run.programs import ends_with_us
from tests.waiting import until

KEEPER = """
import os, signal
from gisgrid.run.programs import Child, Program
child = Child(Program("rest", ("sleep", "600")), dict(os.environ))
child.tend()
print(child.process.pid, flush=True)
signal.pause()
"""


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that nobody has buried yet does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.mark.skipif(not ends_with_us(), reason="this system has no setpriv (util-linux)")
def test_what_runs_ends_when_its_keeper_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", KEEPER], stdout=subprocess.PIPE) as keeper:
        assert keeper.stdout is not None
        child = int(keeper.stdout.readline())
        try:
            until(lambda: psutil.Process(child).name() == "sleep")
            keeper.kill()
            until(lambda: not is_alive(child))
        finally:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
