"""Locks between processes: files that the system unlocks when a process dies."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Wait until no other process is inside, then hold the others off."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def share(path: Path) -> TextIO:
    """Count ourselves among the users of something until the file is closed."""
    file = path.open("a")
    fcntl.flock(file, fcntl.LOCK_SH)
    return file


@contextmanager
def alone(path: Path) -> Iterator[bool]:
    """Hold a lock in the block and give True, or give False when somebody else has it."""
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def processes_in(folder: Path) -> frozenset[int]:
    """Return the processes that work in a folder; none where the system does not tell (/proc).

    A zombie works nowhere.
    """
    return frozenset(int(one.name) for one in Path("/proc").glob("[0-9]*") if _is_in(one, folder))


def _is_in(process: Path, folder: Path) -> bool:
    try:
        return (process / "cwd").readlink() == folder
    except OSError:
        return False
