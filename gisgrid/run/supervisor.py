"""Keeping the programs up until somebody asks for the end."""

import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType

from gisgrid.run.programs import GRACE_S, Child, Program

LOOK_EVERY_S = 0.2
Look = Callable[[], None]
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def keep_up(
    programs: Sequence[Program],
    env: Mapping[str, str],
    stop: threading.Event,
    looks: Sequence[Look] = (),
) -> None:
    """Run the programs, restarting what dies, until the stop is asked for; then end them all.

    Every turn calls `looks`: who tends the database, who waits for the programs to be ready.
    """
    children = [Child(program, env) for program in programs]
    try:
        while not stop.is_set():
            for tend in (*looks, *(child.tend for child in children)):
                tend()
            stop.wait(LOOK_EVERY_S)
    finally:
        for child in children:
            child.ask_to_stop()
        until = time.monotonic() + GRACE_S
        for child in children:
            child.make_sure(until)


@contextmanager
def asked_to_stop() -> Iterator[threading.Event]:
    """Give an event that Ctrl-C, SIGTERM and a closed terminal set."""
    stop = threading.Event()

    def ask(_: int, __: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, ask) for number in SIGNALS}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
