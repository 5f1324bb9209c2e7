"""Killing with SIGKILL, at random moments, while somebody waits for an answer."""

import os
import random
import signal
import subprocess
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import psycopg

from gisgrid.run import Cluster
from tests.chaos.history import History
from tests.serving import Serving
from tests.waiting import until

PATIENCE_S = 60.0
READY = "the worker is ready"


@dataclass
class Victim:
    """Something that is killed and started again, and how often it was."""

    name: str
    kill: Callable[[], None]
    start: Callable[[], None]
    is_up: Callable[[], bool]
    asking: list[int] = field(default_factory=list)
    """How many clients waited for an answer at each kill."""

    def suffer(self, times: int, history: History, dice: random.Random) -> None:
        """Be killed so many times, each time only once it is up and somebody waits."""
        pause = threading.Event()
        for _ in range(times):
            until(self.is_up, PATIENCE_S)
            pause.wait(dice.uniform(0.2, 3.0))
            until(lambda: history.in_flight > 0, PATIENCE_S)
            self.asking.append(history.in_flight)
            self.kill()
            self.start()
        until(self.is_up, PATIENCE_S)


@dataclass
class Program:
    """A process of ours that can be started again."""

    make: Callable[[], subprocess.Popen[bytes]]
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it."""
        self.process = self.make()

    def kill(self) -> None:
        """Kill it, and take note of its death."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def stop(self) -> int | None:
        """Ask it to finish and end; return how it ended."""
        if self.process is None:
            return None
        self.process.terminate()
        return self.process.wait(30)


def web_of(serving: Serving, program: Program) -> Victim:
    """Return the web as a victim."""
    return Victim("web", program.kill, program.start, serving.answers)


def worker_of(serving: Serving, program: Program) -> Victim:
    """Return the worker as a victim; it is up when it has said so after its last start."""
    starts = [0]

    def start() -> None:
        starts[0] = serving.said().count(READY)
        program.start()

    return Victim("worker", program.kill, start, lambda: serving.said().count(READY) > starts[0])


def database_of(cluster: Cluster) -> Victim:
    """Return the database as a victim: its first process is killed, the rest see to themselves."""

    def kill() -> None:
        pid = int((cluster.data / "postmaster.pid").read_text().split("\n", 1)[0])
        os.kill(pid, signal.SIGKILL)

    def is_up() -> bool:
        cluster.start()  # as the supervisor does at every turn
        try:
            with cluster.admin() as admin:
                return admin.execute("SELECT 1").fetchone() is not None
        except psycopg.OperationalError:
            return False

    return Victim("database", kill, lambda: None, is_up)
