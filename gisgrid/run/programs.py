"""Programs that `gisgrid run` starts, and starts again when they die."""

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import IO

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 15.0
STEADY_S = 30.0
GRACE_S = 10.0


@dataclass(frozen=True)
class Program:
    """One program of the product, by the name that its lines carry."""

    name: str
    command: tuple[str, ...]


@dataclass
class Child:
    """A program that is kept running: each quick death doubles the pause before the next start."""

    program: Program
    env: Mapping[str, str]
    process: subprocess.Popen[str] | None = None
    pause_s: float = FIRST_PAUSE_S
    started: float = 0.0
    due: float = 0.0
    starts: int = field(default=0)

    def tend(self) -> None:
        """Notice a death, and start the program when it is due."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            self._mourn(self.process.returncode, now)
        if self.process is None and now >= self.due:
            self._start(now)

    def ask_to_stop(self) -> None:
        """Ask the program to finish what it does and end."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def make_sure(self, until: float) -> None:
        """Wait for the end that was asked for, and enforce it when it does not come."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _start(self, now: float) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own programs, no shell
            (*ends_with_us(), *self.program.command),
            env=dict(self.env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,  # Ctrl-C reaches us alone; we stop the programs in order
        )
        self.started, self.starts = now, self.starts + 1
        if self.process.stdout is not None:
            threading.Thread(
                target=relay, args=(self.program.name, self.process.stdout), daemon=True
            ).start()

    def _mourn(self, code: int, now: float) -> None:
        steady = now - self.started > STEADY_S
        self.pause_s = FIRST_PAUSE_S if steady else min(self.pause_s * 2, LONGEST_PAUSE_S)
        say("run", f"{self.program.name} ended ({code}); it starts again in {self.pause_s:g} s")
        self.process, self.due = None, now + self.pause_s


@cache
def ends_with_us() -> tuple[str, ...]:
    """Return the words before a command that end it when we are killed, where the system has them.

    Linux tells a child that its parent died only if the child asked for it (util-linux setpriv).
    """
    setpriv = shutil.which("setpriv")
    return (setpriv, "--pdeathsig", "TERM") if setpriv else ()


_talking = threading.Lock()


def say(name: str, line: str) -> None:
    """Print one line under the name of who says it; lines of several programs never mix."""
    with _talking:
        sys.stdout.write(f"{name:>7} | {line}\n")
        sys.stdout.flush()


def relay(name: str, lines: IO[str]) -> None:
    """Print what a program says until it ends."""
    with lines:
        for line in lines:
            say(name, line.rstrip("\n"))
