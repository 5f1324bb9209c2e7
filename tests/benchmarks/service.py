"""The running service: one look-up over HTTP, and how soon a slip is written.

    python -m tests.benchmarks.service [--requests 2000] [--seconds 20]
        [--only http|slips] [--out FILE]

CPU is that of the web process and of every process of PostgreSQL, per request, eight clients.
The slip: web and worker run; reports come in at 50 a second; the time from the moment a report is
received to the moment its slip is written by the worker's job.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, text

from gisgrid.kernel.db import engine_of
from gisgrid.run import Cluster, Urls, roles
from gisgrid.run.databases import make_database
from tests.benchmarks.cpu import each_cpu, postgres_pids, spent_since
from tests.benchmarks.postgres import bench_cluster
from tests.benchmarks.reported import bodies, points
from tests.benchmarks.rows import Row, times_ours, write_rows
from tests.benchmarks.serving import CLIENTS, PORT, PROGRAM, ROOT, get, post, served
from tests.databases import build_district

PER_SECOND, PATIENCE_S, WARM_UP = 50, 60, 100
WAITING = text("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")
DELAYS = text("""
    SELECT extract(epoch FROM s.created_at - c.received_at)
    FROM slip AS s JOIN case_file AS c ON c.id = s.case_id
    ORDER BY c.received_at OFFSET :known
""")
SLIPS = text("SELECT count(*) FROM slip")
AREAS = text("SELECT count(*) FROM area_shape")


def asked(
    cluster: Cluster, web: int, areas: int, paths: Sequence[str], system: str = "gisgrid"
) -> Iterator[Row]:
    """Measure what look-ups among so many areas cost, after a warm-up with some of them."""
    asyncio.run(get(paths[:200]))
    pids = [web, *postgres_pids(cluster)]
    before, start = each_cpu(pids), time.perf_counter()
    asyncio.run(get(paths))
    seconds, cpu = time.perf_counter() - start, spent_since(before)
    each, rate = round(cpu / len(paths) * 1000, 4), round(len(paths) / seconds, 1)
    yield Row("locate_http", areas, system, "cpu", each, "ms")
    yield Row("locate_http", areas, system, "throughput_8", rate, "1/s")


def over_http(cluster: Cluster, urls: Urls, count: int) -> Iterator[Row]:
    """Measure look-ups, ours and by one prepared query of PostGIS."""
    looked_up = [f"/api/grid/locate?lon={lon}&lat={lat}" for lon, lat in points(urls, count)]
    engine = engine_of(urls.app)
    with engine.connect() as connection:
        areas = connection.scalar(AREAS) or 0
    engine.dispose()
    with served("gisgrid.web:production", urls) as web:
        yield from asked(cluster, web, areas, looked_up)
    with served("tests.benchmarks.locate_peer:production", urls) as web:
        yield from asked(cluster, web, areas, looked_up, "postgis")


@contextmanager
def working(urls: Urls, workers: int) -> Iterator[list[int]]:
    """Run workers in processes of their own; give their pids."""
    chosen = {**PROGRAM, "GISGRID_DATABASE_URL": urls.app}
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "gisgrid.cli", "worker"],
            cwd=ROOT,
            env={**os.environ, **chosen},
            stderr=subprocess.DEVNULL,
        )
        for _ in range(workers)
    ]
    try:
        yield [worker.pid for worker in running]
    finally:
        for worker in running:
            worker.terminate()
        for worker in running:
            worker.wait()


async def paced(reports: Sequence[bytes], mark: str) -> None:
    """Send reports at a steady pace, each as soon as its moment has come."""
    start, todo = time.perf_counter(), iter(enumerate(reports))

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
        for at, body in todo:
            await asyncio.sleep(max(0.0, start + at / PER_SECOND - time.perf_counter()))
            if await post(reader, writer, body, f"{mark}-{at}") != 201:
                raise SystemExit("a report was not taken in")
        writer.close()

    await asyncio.gather(*(client() for _ in range(CLIENTS * 2)))


def until_worked(connection: Connection) -> None:
    """Return when the queue is empty, or patience is."""
    ends = time.monotonic() + PATIENCE_S
    while connection.scalar(WAITING) and time.monotonic() < ends:
        connection.rollback()
        time.sleep(0.2)


def until_slips(urls: Urls, seconds: int, workers: int) -> Iterator[Row]:
    """Measure how long after a report its slip is written, and what the workers spend on it."""
    reports = bodies(urls, seconds * PER_SECOND)
    engine = engine_of(urls.app)
    with (
        served("gisgrid.web:production", urls),
        working(urls, workers) as pids,
        engine.connect() as connection,
    ):
        asyncio.run(paced(reports[:WARM_UP], f"warm-{workers}"))
        until_worked(connection)
        known, before = connection.scalar(SLIPS), each_cpu(pids)
        asyncio.run(paced(reports[WARM_UP:], f"paced-{workers}"))
        until_worked(connection)
        spent = spent_since(before)
        delays = np.array(connection.scalars(DELAYS, {"known": known}).all(), float)
    engine.dispose()
    if len(delays) < len(reports) - WARM_UP:
        raise SystemExit(f"{len(reports) - WARM_UP - len(delays)} slips were not written in time")
    yield from of_delays(delays, spent, workers)


def of_delays(delays: NDArray[np.float64], spent: float, workers: int) -> Iterator[Row]:
    """Return the figures of one run with so many workers."""
    count, system = len(delays), "gisgrid" if workers == 1 else f"gisgrid, {workers} workers"
    for name, share in (("p50", 50), ("p95", 95), ("max", 100)):
        value = round(float(np.percentile(delays, share)), 3)
        yield Row("report_to_slip_50_per_s", count, system, name, value, "s")
    value = round(spent / count * 1000, 3)
    yield Row("report_to_slip_50_per_s", count, system, "cpu_workers", value, "ms")


def measured(cluster: Cluster, chosen: argparse.Namespace) -> Iterator[Row]:
    """Return the figures, in a fresh district that is dropped after."""
    name = f"service_{time.time():.0f}"
    urls = make_database(cluster, name, build_district)
    if chosen.only != "slips":
        yield from over_http(cluster, urls, chosen.requests)
    for workers in (1, 2) if chosen.only != "http" else ():
        yield from until_slips(urls, chosen.seconds, workers)
    with cluster.admin() as admin:
        roles.drop_database(admin, name)


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--only", choices=("http", "slips"))
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    with bench_cluster() as cluster:
        rows = list(measured(cluster, chosen))
    write_rows(times_ours(rows), chosen.out)


if __name__ == "__main__":
    main()
