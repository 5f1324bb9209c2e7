"""Tiles over HTTP: borders, a million cases, and a tile that nothing keeps, beside tipg and nginx.

    python -m tests.benchmarks.tiles [--requests N] [--cases N] [--tipg PYTHON] [--out FILE]

CPU is that of the server and of every process of PostgreSQL, per request; eight clients on
loopback share the machine. The same district, areas and points for all: a row's size is how many
of them there are, whatever the number of requests (the dear ones get fewer). tipg runs in an
environment of its own (--tipg names its interpreter), nginx serves our very bytes as files;
whatever of them is missing is left out and said.
"""

import argparse
import asyncio
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from gisgrid import grid, identity
from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.maps.rules import tiles_of
from gisgrid.run import Cluster, Urls, roles
from gisgrid.run.databases import make_database
from tests.benchmarks.asking import Asked, measured, mixed
from tests.benchmarks.cpu import postgres_pids
from tests.benchmarks.postgres import bench_cluster
from tests.benchmarks.rows import Row, times_ours, write_rows
from tests.benchmarks.serving import Said, get, served
from tests.benchmarks.tiles_filled import Filled, fill
from tests.benchmarks.tiles_peers import nginx, tipg
from tests.databases import build_district


def signed(urls: Urls) -> Said:
    """Sign a dispatcher in; return what the browser would send."""
    engine = engine_of(urls.superuser)
    with sessions_of(engine).begin() as tx:
        asked = "SELECT person_id FROM account WHERE login = 'dispatcher'"
        token = identity.start_session(tx, tx.connection().exec_driver_sql(asked).scalar_one())
    engine.dispose()
    return [("Cookie", f"gisgrid={token}")]


def ours(cluster: Cluster, urls: Urls, made: Filled, count: int) -> Iterator[Row]:
    """Measure our own: borders warm; hexagons and a finer layer, kept and not kept."""
    said, few = signed(urls), max(400, count // 10)
    near, far = (list(tiles_of(made.box, zooms)) for zooms in (range(13, 17), range(10, 15)))
    borders = mixed(f"/tiles/{edition(urls)}/grid", ".mvt", near, count)
    points = mixed("/tiles/case_count", ".mvt", far, count)
    with served("gisgrid.web:production", urls) as web:
        pids = [web, *postgres_pids(cluster)]
        asyncio.run(get(list(dict.fromkeys(borders))))
        yield from measured(Asked("tile_boundary", made.areas, "gisgrid"), pids, borders)
        asyncio.run(get(list(dict.fromkeys(points)), said))
        warm = Asked("tile_points_1m_warm", made.cases, "gisgrid")
        yield from measured(warm, pids, points, said)
    os.environ["GISGRID_TILE_CACHE_MIB"] = "0"
    with served("gisgrid.web:production", urls) as web:
        pids = [web, *postgres_pids(cluster)]
        cold = Asked("tile_points_1m", made.cases, "gisgrid")
        yield from measured(cold, pids, points[:few], said)
        cameras = mixed("/tiles/camera", ".mvt", list(tiles_of(made.box, range(14, 15))), few)
        seen = Asked("tile_uncached_z14", made.cameras, "gisgrid")
        yield from measured(seen, pids, cameras, said)
    del os.environ["GISGRID_TILE_CACHE_MIB"]


def edition(urls: Urls) -> int:
    """Return the edition that holds."""
    engine = engine_of(urls.app)
    with sessions_of(engine)() as tx:
        found = grid.current_edition(tx).id
    engine.dispose()
    return found


def every_row(cluster: Cluster, asked: argparse.Namespace) -> Iterator[Row]:
    """Return the figures, in a fresh district that is dropped after."""
    name = f"tiles_{time.time():.0f}"
    urls = make_database(cluster, name, build_district)
    made = fill(urls, asked.cases)
    yield from ours(cluster, urls, made, asked.requests)
    if asked.tipg and Path(asked.tipg).exists():
        yield from tipg(cluster, urls, made, asked.requests, asked.tipg)
    else:
        print("tipg is left out: name an interpreter that has it (--tipg)", file=sys.stderr)
    if shutil.which("nginx"):
        yield from nginx(urls, made.areas, asked.requests)
    else:
        print("nginx is left out: it is not installed", file=sys.stderr)
    with cluster.admin() as admin:
        roles.drop_database(admin, name)


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--tipg", default=os.environ.get("TIPG_PYTHON", ""))
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    with bench_cluster() as cluster:
        rows = list(every_row(cluster, asked))
    write_rows(times_ours(rows), asked.out)


if __name__ == "__main__":
    main()
