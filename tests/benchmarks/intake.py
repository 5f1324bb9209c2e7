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
import json
import os
import random
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.run import Cluster, Urls, roles
from gisgrid.run.databases import make_database
from tests.benchmarks.postgres import bench_cluster
from tests.benchmarks.rows import Row, write_rows
from tests.databases import build_district

if TYPE_CHECKING:
    from gisgrid.cases import NewReport

ROOT = Path(__file__).parents[2]
CLIENTS = 16
WARM_UP = 400
PORT = 8461
# In demo mode nobody is told that they report too often.
PROGRAM = {"GISGRID_SECRET": "a secret of the benchmark", "GISGRID_DEMO": "true"}
SYSTEMS = {
    "gisgrid": "gisgrid.web:production",
    "sqlalchemy": "tests.benchmarks.intake_peer:production",
}
SPOTS, JITTER = 400, 5e-5
CLASSES = ("component/0137", "event/0104", "component/0101", "event/0106", "component/0102")
POINTS_SQL = text("""
    SELECT ST_X(p.geom), ST_Y(p.geom)
    FROM area_shape AS s, LATERAL ST_Dump(ST_GeneratePoints(s.geom, :count, 7)) AS p
    WHERE cardinality(s.path) = 1
""")


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


def cpu_of(pids: Sequence[int]) -> float:
    """Return the seconds of CPU that processes have used."""
    return sum(sum(psutil.Process(pid).cpu_times()[:2]) for pid in pids)


def postgres_pids(cluster: Cluster) -> list[int]:
    """Return the server's processes."""
    main = int((cluster.data / "postmaster.pid").read_text().split("\n", 1)[0])
    return [main, *(child.pid for child in psutil.Process(main).children(recursive=True))]


def points(urls: Urls, count: int) -> list[tuple[float, float]]:
    """Return points in the district, the same ones every time."""
    engine = engine_of(urls.app)
    with engine.connect() as connection:
        found = connection.execute(POINTS_SQL, {"count": count}).all()
    engine.dispose()
    return [(lon, lat) for lon, lat in found]


def bodies(urls: Urls, count: int) -> list[bytes]:
    """Return reports as they arrive over HTTP."""
    chance = random.Random(7)
    made = []
    for at, (lon, lat) in enumerate(points(urls, count)):
        body = {
            "class_key": chance.choice(CLASSES),
            "text": f"第 {at} 号：路边设施损坏，请尽快处理",
            "lon": lon,
            "lat": lat,
            "accuracy_m": None,
            "reporter": {"name": "王某", "phone": "13812341234"},
        }
        made.append(json.dumps(body, ensure_ascii=False).encode())
    return made


@contextmanager
def served(app: str, urls: Urls) -> Iterator[int]:
    """Serve an application in one process of its own; give its pid."""
    settings = {**PROGRAM, "GISGRID_DATABASE_URL": urls.app}
    command = ["-m", "uvicorn", "--factory", app, "--port", str(PORT), "--no-access-log"]
    process = subprocess.Popen(
        [sys.executable, *command, "--log-level", "warning"],
        cwd=ROOT,
        env={**os.environ, **settings, "PYTHONPATH": str(ROOT)},
    )
    try:
        wait_until_served(process)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def wait_until_served(process: "subprocess.Popen[bytes]") -> None:
    """Return when the port answers."""
    while process.poll() is None:
        try:
            asyncio.run(send([b"{}"], "probe"))
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the application did not start")


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


async def post(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, body: bytes, key: str
) -> int:
    """Send one report and read the whole answer."""
    head = (
        f"POST /api/reports HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Idempotency-Key: {key}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    answer = await reader.readuntil(b"\r\n\r\n")
    length = int(answer.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    await reader.readexactly(length)
    return int(answer.split(b" ", 2)[1])


def measure(
    cluster: Cluster, web: int, reports: Sequence[bytes], mark: str, clients: int = CLIENTS
) -> Figures:
    """Send the reports over some connections and count what they cost."""
    asyncio.run(send(reports[:WARM_UP], f"warm-{mark}", clients))
    pids = postgres_pids(cluster)
    before, base, start = cpu_of([web]), cpu_of(pids), time.perf_counter()
    answered = asyncio.run(send(reports, mark, clients))
    seconds, count = time.perf_counter() - start, len(reports)
    if answered != {201: count}:
        raise SystemExit(f"not every report was taken in: {answered}")
    web_ms, postgres_ms = (
        (after - earlier) / count * 1000
        for after, earlier in ((cpu_of([web]), before), (cpu_of(pids), base))
    )
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


def in_batches(urls: Urls, count: int, size: int = 2000) -> Iterator[Row]:
    """Measure machine reports that go in without HTTP, 2,000 in a transaction.

    Once all of different things, each a whole case; once what cameras say again and again of a
    few hundred things, nearly all of it counted at open cases.
    """
    import_module("gisgrid.reactions").install()
    sessions = sessions_of(engine_of(urls.app, 1))
    everywhere = points(urls, count + size)
    mixes = {"intake_batch": again_and_again(everywhere), "intake_batch_distinct": everywhere}
    for name, places in mixes.items():
        yield from in_one_go(sessions, name, [seen(*one) for one in enumerate(places)], size)


def again_and_again(everywhere: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return as many points within some metres of 400 spots."""
    chance, spots = random.Random(7), everywhere[:SPOTS]
    off = partial(chance.uniform, -JITTER, JITTER)
    return [(lon + off(), lat + off()) for lon, lat in islice(cycle(spots), len(everywhere))]


def seen(at: int, place: tuple[float, float]) -> "NewReport":
    """Return what a camera says of a place; the same spot always has the same class."""
    cases = import_module("gisgrid.cases")
    new: NewReport = cases.NewReport(
        source=cases.Source.CAMERA,
        class_key=CLASSES[at % len(CLASSES)],
        text="识别到疑似问题",
        x=place[0],
        y=place[1],
        confidence=0.5,
    )
    return new


def in_one_go(
    sessions: "sessionmaker[Session]", name: str, found: Sequence["NewReport"], size: int
) -> Iterator[Row]:
    """Take reports in, so many in a transaction, after one to warm up."""
    cases, identity = import_module("gisgrid.cases"), import_module("gisgrid.identity")

    def take(part: Sequence["NewReport"]) -> None:
        with sessions.begin() as tx:
            cases.submit_many(tx, part, identity.system_actor())

    take(found[:size])
    count = len(found) - size
    parts = [found[at : at + size] for at in range(size, len(found), size)]
    seconds, cpu = spent(lambda: deque(map(take, parts), maxlen=0))
    yield Row(name, count, "gisgrid", "throughput", count / seconds, "1/s", 1.0)
    yield Row(name, count, "gisgrid", "cpu_application", cpu / count * 1e6, "us")


def spent(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds and the seconds of our own CPU that work takes."""
    start, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - cpu


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
        yield from in_batches(urls, asked.batch)
    with cluster.admin() as admin:
        roles.drop_database(admin, f"intake_{mark}")


if __name__ == "__main__":
    main()
