"""Bulk locate: a million points against other systems, CPU per point on one core.

    python -m tests.benchmarks.locate_bulk [--sizes 48 480 5000 50000] [--dsn URL] [--out FILE]

Every system runs in a process of its own with the same areas (fractal, gap-free borders of 256
vertices an area; 64 for 600,000) and the same uniform points. Slow systems get fewer points
(FEWER below) and are charged per point. "build" is the CPU to get ready from polygons in
memory (ours: from shared arcs), "memory" the peak of the process above what it
had before (not said for PostGIS, whose memory is the server's).
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import psutil

from tests.benchmarks.coverages import Coverage, coverage
from tests.benchmarks.locate_systems import SYSTEMS, Absent, Ready
from tests.benchmarks.postgres import database
from tests.benchmarks.rows import Row, times_ours, write_rows

POINTS = 1_000_000
FEWER = {"geopandas": 0.2, "shapely": 0.2, "duckdb": 0.2, "sedonadb": 0.5, "postgis": 0.05}
ONE_CORE = dict.fromkeys(("OMP_NUM_THREADS", "RAYON_NUM_THREADS", "TOKIO_WORKER_THREADS"), "1")
ROUNDS = 3
"""The best round counts, for everyone."""


@dataclass(frozen=True)
class Figures:
    """What one system needed."""

    points: int
    located: int
    cpu_s: float
    build_s: float
    memory_mb: float


def made_for(areas: int) -> Coverage:
    return coverage(areas, breaks=4 if areas > 100_000 else 6)


def measure(system: str, areas: int, dsn: str) -> Figures:
    """Measure one system in this process."""
    made = made_for(areas)
    rng = np.random.default_rng(1)
    count = int(POINTS * FEWER.get(system, 1))
    lon, lat = rng.uniform(113, 114, count), rng.uniform(35, 36, count)
    before, start = psutil.Process().memory_info().rss, time.process_time()
    ready = SYSTEMS[system](made, dsn)
    build = time.process_time() - start + _backend_cpu(ready)
    best, located = float("inf"), 0
    for _ in range(ROUNDS):
        spent = _cpu(ready)
        located = ready.locate(lon, lat)
        best = min(best, _cpu(ready) - spent)
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before) / 1e6
    return Figures(count, located, best, build, memory)


def _cpu(ready: Ready) -> float:
    """Return the CPU spent so far; a system elsewhere is charged with its backend alone."""
    return _backend_cpu(ready) if ready.backend else time.process_time()


def _backend_cpu(ready: Ready) -> float:
    if ready.backend is None:
        return 0.0
    times = ready.backend.cpu_times()
    return float(times.user + times.system)


def apart(system: str, areas: int, dsn: str) -> Figures | None:
    """Measure one system in a process of its own; None if it cannot take part."""
    words = [sys.executable, "-m", "tests.benchmarks.locate_bulk", "--one", system, str(areas)]
    environment = {**os.environ, **ONE_CORE, "GISGRID_BENCH_DSN": dsn}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        print(f"  {system}: skipped, {reason}", file=sys.stderr)
        return None
    return Figures(**json.loads(done.stdout))


def rows_of(system: str, areas: int, found: Figures) -> list[Row]:
    """Return the figures of one system as rows."""
    per_point = found.cpu_s / found.points * 1e6
    memory = Row("locate_bulk", areas, system, "peak_memory", round(found.memory_mb, 1), "MB")
    return [
        Row("locate_bulk", areas, system, "cpu_per_point", round(per_point, 5), "us"),
        Row("locate_bulk", areas, system, "build", round(found.build_s, 3), "s"),
        *([] if system == "postgis" else [memory]),
    ]


def run(sizes: list[int], systems: list[str], dsn: str) -> list[Row]:
    """Measure all systems at all sizes, ours first."""
    rows: list[Row] = []
    for areas in sizes:
        for system in systems:
            found = apart(system, areas, dsn)
            if found:
                rows += rows_of(system, areas, found)
                millions = found.points / found.cpu_s / 1e6
                print(f"  {areas:>7} {system:10} {millions:9.3f} M/s  {found}", file=sys.stderr)
    return times_ours(rows)


def main() -> None:
    """Run the benchmark, or one system of it."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--sizes", type=int, nargs="+", default=[48, 480, 5_000, 50_000])
    words.add_argument("--systems", nargs="+", default=list(SYSTEMS))
    words.add_argument("--dsn", default="")
    words.add_argument("--out", type=Path)
    words.add_argument("--one", nargs=2)
    asked = words.parse_args()
    if asked.one:
        _one(asked.one[0], int(asked.one[1]))
        return
    with database(asked.dsn) as dsn:
        write_rows(run(asked.sizes, asked.systems, dsn), asked.out)


def _one(system: str, areas: int) -> None:
    try:
        found = measure(system, areas, os.environ.get("GISGRID_BENCH_DSN", ""))
    except Absent as reason:
        sys.exit(str(reason))
    print(json.dumps(asdict(found)))


if __name__ == "__main__":
    main()
