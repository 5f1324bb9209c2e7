"""Intake: CPU per report and reports a second, ours beside the same work through an async ORM.

One report is placed, routed, filed by policy, written with its case, two chained steps, its
idempotency key and the job that opens the order, and committed (synchronous_commit on). CPU is
that of the web process and of every process of PostgreSQL. At 16 clients ours writes together
what comes at the same moment; with one client every report has a transaction of its own. The
batch goes without HTTP.

    python tests/benchmarks/intake.py [--reports 3000] [--batch 20000] [--out results.json]
"""

import argparse
import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gisgrid.run import Cluster, Urls, roles
from gisgrid.run.databases import make_database
from tests.benchmarks.cpu import each_cpu, postgres_pids, spent_since
from tests.benchmarks.intake_batch import in_batches
from tests.benchmarks.postgres import bench_cluster
from tests.benchmarks.reported import bodies
from tests.benchmarks.rows import Row, write_rows
from tests.benchmarks.serving import PORT, post, served
from tests.databases import build_district

CLIENTS = 16
WARM_UP = 400
SYSTEMS = {
    "gisgrid": "gisgrid.web:production",
    "sqlalchemy": "tests.benchmarks.intake_peer:production",
}


@dataclass(frozen=True)
class Figures:
    """What one run cost."""

    web_ms: float
    postgres_ms: float
    per_second: float

    @property
    def cpu_ms(self) -> float:
        """Return the CPU of application and database per report."""
        return self.web_ms + self.postgres_ms


async def send(reports: Sequence[bytes], mark: str, clients: int = 1) -> dict[int, int]:
    """Send reports over some keep-alive connections; return how often each status was answered."""
    todo, answered = iter(enumerate(reports)), dict[int, int]()

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
        for at, body in todo:
            status = await post(reader, writer, body, f"{mark}-{at}")
            answered[status] = answered.get(status, 0) + 1
        writer.close()

    await asyncio.gather(*(client() for _ in range(clients)))
    return answered


def measure(
    cluster: Cluster, web: int, reports: Sequence[bytes], mark: str, clients: int = CLIENTS
) -> Figures:
    """Send the reports over some connections and count what they cost."""
    asyncio.run(send(reports[:WARM_UP], f"warm-{mark}", clients))
    before, base = each_cpu([web]), each_cpu(postgres_pids(cluster))
    start = time.perf_counter()
    answered = asyncio.run(send(reports, mark, clients))
    seconds, count = time.perf_counter() - start, len(reports)
    if answered != {201: count}:
        raise SystemExit(f"not every report was taken in: {answered}")
    web_ms, postgres_ms = (spent_since(earlier) / count * 1000 for earlier in (before, base))
    return Figures(web_ms, postgres_ms, count / seconds)


def over_http(cluster: Cluster, urls: Urls, count: int, mark: str) -> Iterator[Row]:
    """Measure both systems, one after the other."""
    reports, ours = bodies(urls, count), None
    for system, app in SYSTEMS.items():
        with served(app, urls) as web:
            found = measure(cluster, web, reports, f"{mark}-{system}")
            alone = measure(cluster, web, reports[: count // 4], f"{mark}-{system}-1", 1)
        ours = ours or found
        parts = {"application": found.web_ms, "postgresql": found.postgres_ms}
        parts["one_client"] = alone.cpu_ms
        yield Row("intake", count, system, "cpu", found.cpu_ms, "ms", found.cpu_ms / ours.cpu_ms)
        for name, value in parts.items():
            yield Row("intake", count, system, f"cpu_{name}", value, "ms")
        slower = ours.per_second / found.per_second
        yield Row("intake", count, system, "throughput_16", found.per_second, "1/s", slower)


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=3000)
    parser.add_argument("--batch", type=int, default=20_000)
    parser.add_argument("--only", choices=("http", "batch"))
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    with bench_cluster() as cluster:
        rows = list(measured(cluster, asked))
    for row in rows:
        times = f"  ×{row.times_ours:.2f}" if row.times_ours else ""
        print(
            f"{row.benchmark:14}{row.system:12}{row.metric:18}{row.value:10.3f} {row.unit}{times}"
        )
    if asked.out:
        write_rows(rows, asked.out)


def measured(cluster: Cluster, asked: argparse.Namespace) -> Iterator[Row]:
    """Return the figures of what was asked for, in a fresh district that is dropped after."""
    mark = f"{time.time():.0f}"
    urls = make_database(cluster, f"intake_{mark}", build_district)
    if asked.only != "batch":
        yield from over_http(cluster, urls, asked.reports, mark)
    if asked.only != "http":
        yield from in_batches(cluster, urls, asked.batch)
    with cluster.admin() as admin:
        roles.drop_database(admin, f"intake_{mark}")


if __name__ == "__main__":
    main()
