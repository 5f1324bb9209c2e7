"""The CPU that processes have used, of those that live: vacuums of PostgreSQL come and go."""

from collections.abc import Mapping, Sequence

import psutil

from gisgrid.run import Cluster


def each_cpu(pids: Sequence[int]) -> dict[int, float]:
    """Return the seconds of CPU of each process that has not ended."""
    found = {}
    for pid in pids:
        try:
            found[pid] = sum(psutil.Process(pid).cpu_times()[:2])
        except psutil.NoSuchProcess:
            continue
    return found


def spent_since(before: Mapping[int, float]) -> float:
    """Return the seconds of CPU that processes have used since; what has ended used nothing."""
    now = each_cpu(list(before))
    return sum(used - before[pid] for pid, used in now.items())


def postgres_pids(cluster: Cluster) -> list[int]:
    """Return the server's processes."""
    return family(int((cluster.data / "postmaster.pid").read_text().split("\n", 1)[0]))


def family(pid: int) -> list[int]:
    """Return a process and those that it started."""
    return [pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))]
