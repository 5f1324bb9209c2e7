"""OGC API Features over HTTP: pages of ten out of a million cases, beside tipg on the same cases.

    python -m tests.benchmarks.features [--requests N] [--cases N] [--tipg PYTHON] [--out FILE]

Three pages: the first, one deep within (ours after a feature, tipg by offset: each as its own link
`next` says), and one in a box of a hundredth of a degree. CPU is that of the server and of every
process of PostgreSQL, per request; eight clients. Ours is read by a dispatcher, in scope and
behind row policies, and nothing is kept between requests; tipg reads a bare table.
"""

import argparse
import os
import random
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from gisgrid.maps.ogc.asking import cursor
from gisgrid.run import Cluster, Urls, roles
from gisgrid.run.databases import make_database
from tests.benchmarks.asking import Asked, measured
from tests.benchmarks.cpu import postgres_pids
from tests.benchmarks.postgres import bench_cluster
from tests.benchmarks.rows import Row, times_ours, write_rows
from tests.benchmarks.serving import served
from tests.benchmarks.tiles import signed
from tests.benchmarks.tiles_filled import Filled, fill
from tests.benchmarks.tiles_peers import tipg_served
from tests.databases import build_district

SIDE = 0.01
FIRST = 202611 * 10**9
"""Before the first id that `fill` gives."""


def boxes(made: Filled, count: int) -> list[str]:
    """Return boxes anywhere in the district, the same ones every time."""
    chance, box = random.Random(7), made.box
    wests = [chance.uniform(box.west, box.east - SIDE) for _ in range(count)]
    souths = [chance.uniform(box.south, box.north - SIDE) for _ in range(count)]
    return [
        f"bbox={west:.6f},{south:.6f},{west + SIDE:.6f},{south + SIDE:.6f}"
        for west, south in zip(wests, souths, strict=True)
    ]


def depths(made: Filled, count: int) -> list[int]:
    """Return how many features lie before a page, the same numbers every time."""
    return [random.Random(7 + n).randrange(made.cases) for n in range(count)]


def ours(cluster: Cluster, urls: Urls, made: Filled, count: int) -> Iterator[Row]:
    """Measure our own."""
    start, said = "/ogc/collections/case/items?limit=10", signed(urls)
    after = [f"{start}&after={cursor(FIRST + n, '')}" for n in depths(made, count)]
    asked = {
        "features_first": [start] * count,
        "features_deep": after,
        "features_box": [f"{start}&{box}" for box in boxes(made, count)],
    }
    with served("gisgrid.web:production", urls) as web:
        pids = [web, *postgres_pids(cluster)]
        for name, paths in asked.items():
            yield from measured(Asked(name, made.cases, "gisgrid"), pids, paths, said)


def tipg(cluster: Cluster, urls: Urls, made: Filled, count: int, python: str) -> Iterator[Row]:
    """Measure tipg on the same cases."""
    start = "/collections/bench.case/items?limit=10"
    asked = {
        "features_first": [start] * count,
        "features_deep": [f"{start}&offset={n}" for n in depths(made, count)],
        "features_box": [f"{start}&{box}" for box in boxes(made, count)],
    }
    with tipg_served(cluster, urls, python) as pids:
        for name, paths in asked.items():
            yield from measured(Asked(name, made.cases, "tipg"), pids, paths)


def every_row(cluster: Cluster, asked: argparse.Namespace) -> Iterator[Row]:
    """Return the figures, in a fresh district that is dropped after."""
    name = f"features_{time.time():.0f}"
    urls = make_database(cluster, name, build_district)
    made = fill(urls, asked.cases)
    yield from ours(cluster, urls, made, asked.requests)
    if asked.tipg and Path(asked.tipg).exists():
        yield from tipg(cluster, urls, made, max(30, asked.requests // 40), asked.tipg)
    else:
        print("tipg is left out: name an interpreter that has it (--tipg)", file=sys.stderr)
    with cluster.admin() as admin:
        roles.drop_database(admin, name)


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    number = partial(parser.add_argument, type=int)
    number("--requests", default=2000)
    number("--cases", default=1_000_000)
    parser.add_argument("--tipg", default=os.environ.get("TIPG_PYTHON", ""))
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    with bench_cluster() as cluster:
        rows = list(every_row(cluster, asked))
    write_rows(times_ours(rows), asked.out)


if __name__ == "__main__":
    main()
