"""Batches of machine reports that go in without HTTP: a part of the benchmark of the intake."""

import random
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from itertools import cycle, islice
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session, sessionmaker

from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.kernel.pauses import spare_what_lives_on
from gisgrid.run import Cluster, Urls
from tests.benchmarks.cpu import each_cpu, postgres_pids, spent_since
from tests.benchmarks.reported import CLASSES, points
from tests.benchmarks.rows import Row

if TYPE_CHECKING:
    from gisgrid.cases import NewReport

SPOTS, JITTER = 400, 5e-5


def in_batches(cluster: Cluster, urls: Urls, count: int, size: int = 2000) -> Iterator[Row]:
    """Measure machine reports that go in without HTTP, 2,000 in a transaction.

    Once all of different things, each a whole case; once what cameras say again and again of a
    few hundred things, nearly all of it counted at open cases.
    """
    import_module("gisgrid.reactions").install()
    sessions = sessions_of(engine_of(urls.app, 1))
    everywhere = points(urls, count + size)
    mixes = {"intake_batch": again_and_again(everywhere), "intake_batch_distinct": everywhere}
    for name, places in mixes.items():
        found = [seen(*one) for one in enumerate(places)]
        yield from in_one_go(cluster, sessions, name, found, size)


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
    cluster: Cluster,
    sessions: "sessionmaker[Session]",
    name: str,
    found: Sequence["NewReport"],
    size: int,
) -> Iterator[Row]:
    """Take reports in, so many in a transaction, after one to warm up."""
    cases, identity = import_module("gisgrid.cases"), import_module("gisgrid.identity")

    def take(part: Sequence["NewReport"]) -> None:
        with sessions.begin() as tx:
            cases.submit_many(tx, part, identity.system_actor())

    take(found[:size])
    spare_what_lives_on()
    count = len(found) - size
    parts = [found[at : at + size] for at in range(size, len(found), size)]
    before = each_cpu(postgres_pids(cluster))
    seconds, cpu = spent(lambda: deque(map(take, parts), maxlen=0))
    yield Row(name, count, "gisgrid", "throughput", count / seconds, "1/s", 1.0)
    yield Row(name, count, "gisgrid", "cpu_application", cpu / count * 1e6, "us")
    postgres = spent_since(before) / count * 1e6
    yield Row(name, count, "gisgrid", "cpu_postgresql", postgres, "us")


def spent(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds and the seconds of our own CPU that work takes."""
    start, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - cpu
