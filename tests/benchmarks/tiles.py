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
import gzip
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import h3
import numpy as np
import psutil
import psycopg

from gisgrid import grid, identity, maps
from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.kernel.jobs import psycopg_address
from gisgrid.maps import cells
from gisgrid.maps.rules import Box, Tile, tiles_of
from gisgrid.run import Cluster, Urls, roles
from gisgrid.run.databases import make_database
from tests.benchmarks.intake import PORT, cpu_of, postgres_pids, served
from tests.benchmarks.postgres import bench_cluster
from tests.benchmarks.rows import Row, times_ours, write_rows
from tests.databases import build_district

CLIENTS, WARM_UP = 8, 200
POINTS = """
    SELECT s.path, ST_X(p.geom), ST_Y(p.geom)
    FROM area_shape s
    CROSS JOIN (SELECT sum(area_m2) AS m2 FROM area_shape WHERE is_leaf) AS total
    CROSS JOIN LATERAL ST_Dump(ST_GeneratePoints(
      s.geom, greatest(1, (%s * s.area_m2 / total.m2)::int), 7)) AS p
    WHERE s.is_leaf
"""
CASES = """
    INSERT INTO case_file (id, number, status, point, path_of_record, path_today, h3, origin,
      source, text, place_text, stations, routing, received_at, head, last_seq)
    SELECT 202611 * 1000000000::bigint + n, 'B' || n,
           (ARRAY['received', 'filed', 'dispatched', 'handling'])[n % 4 + 1],
           ST_SetSRID(ST_MakePoint(lon, lat), 4326), path, path, cell, 'complaint', 'citizen',
           '', '', '{}', '{}', '2026-11-20T00:00:00Z', '', 1
    FROM made
"""
PEER = """
    CREATE SCHEMA bench;
    CREATE TABLE bench.area AS
      SELECT a.id, a.level, a.code, a.name, a.name_en, s.geom FROM area_shape s
      JOIN area a ON a.id = s.area_id;
    ALTER TABLE bench.area ADD PRIMARY KEY (id);
    CREATE INDEX ON bench.area USING gist (geom);
    CREATE TABLE bench.camera AS
      SELECT row_number() OVER () AS id, shown.part, a.kind, a.code, a.name, a.name_en,
             a.owner_name AS owner, shown.geom
      FROM asset a
      CROSS JOIN LATERAL (VALUES ('mast', a.geom), ('footprint', a.footprint)) AS shown(part, geom)
      WHERE a.kind LIKE '%camera' AND shown.geom IS NOT NULL;
    ALTER TABLE bench.camera ADD PRIMARY KEY (id);
    CREATE INDEX ON bench.camera USING gist (geom);
    CREATE TABLE bench.case AS SELECT id, number, status, point AS geom FROM case_file;
    ALTER TABLE bench.case ADD PRIMARY KEY (id);
    CREATE INDEX ON bench.case USING gist (geom);
    ANALYZE;
"""
SIZES = """
    SELECT (SELECT count(*) FROM bench.area), (SELECT count(*) FROM bench.camera),
           (SELECT count(*) FROM bench.case)
"""
Said = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Filled:
    """A district to ask for tiles of: where it lies, and how much of everything is in it."""

    box: Box
    areas: int
    cameras: int
    """Masts and what the cameras see."""
    cases: int


@dataclass(frozen=True)
class Asked:
    """One row's subject: how it is called, how much data there is, and who is asked for it."""

    benchmark: str
    size: int
    system: str


async def get(paths: Sequence[str], said: Said = ()) -> list[int]:
    """Ask for the paths over eight keep-alive connections; return the bytes of each body."""
    todo, sizes = iter(paths), []
    more = "".join(f"{name}: {value}\r\n" for name, value in said)

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
        for path in todo:
            writer.write(
                f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n{more}\r\n".encode()
            )
            head = await reader.readuntil(b"\r\n\r\n")
            if b" 200 " not in head.split(b"\r\n", 1)[0] and b" 204 " not in head[:20]:
                raise SystemExit(f"{path}: {head!r}")
            length = head.lower().partition(b"content-length:")[2].split(b"\r\n")[0]
            sizes.append(len(await reader.readexactly(int(length or 0))))
        writer.close()

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return sizes


def measured(
    asked: Asked, pids: Sequence[int], paths: Sequence[str], said: Said = ()
) -> Iterator[Row]:
    """Measure what the paths cost, after a warm-up with some of them."""
    asyncio.run(get(paths[:WARM_UP], said))
    before, start = each_cpu(pids), time.perf_counter()
    sizes = asyncio.run(get(paths, said))
    seconds, after = time.perf_counter() - start, each_cpu(pids)
    cpu = sum(after[pid] - before.get(pid, 0) for pid in after)
    about = asked.benchmark, asked.size, asked.system
    yield Row(*about, "cpu", round(cpu / len(paths) * 1000, 4), "ms")
    yield Row(*about, "throughput_8", round(len(paths) / seconds, 1), "1/s")
    yield Row(*about, "largest", round(max(sizes) / 1000, 2), "kB")


def each_cpu(pids: Sequence[int]) -> dict[int, float]:
    """Return the seconds of CPU of each process that still lives: vacuums come and go."""
    return {pid: cpu_of([pid]) for pid in pids if psutil.pid_exists(pid)}


def family(pid: int) -> list[int]:
    """Return a process and those that it started."""
    return [pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))]


def fill(urls: Urls, count: int) -> Filled:
    """Write the borders' tiles, hexagons, and a million cases."""
    engine = engine_of(urls.superuser)
    with sessions_of(engine).begin() as tx:
        edition = grid.current_edition(tx).id
        maps.bake(tx, edition)
        cells.draw_district(tx)
    write_cases(urls, count)
    with sessions_of(engine).begin() as tx:
        cells.fold(tx)
    with sessions_of(engine).begin() as tx:
        found = np.array([shape.polygon.bounds for shape in grid.leaves(tx)])
    engine.dispose()
    with psycopg.connect(psycopg_address(urls.superuser), autocommit=True) as base:
        base.execute("VACUUM ANALYZE case_file, case_cell, cell_shape, grid_tile")
        sizes = base.execute(SIZES).fetchone() or ()
    box = Box(*found.min(axis=0)[:2].tolist(), *found.max(axis=0)[2:].tolist())
    return Filled(box, *sizes)


def write_cases(urls: Urls, count: int) -> None:
    """Write cases all over the district, and the tables that the others serve."""
    with psycopg.connect(psycopg_address(urls.superuser)) as base:
        rows = base.execute(POINTS, (count,)).fetchall()
        random.Random(7).shuffle(rows)  # cases follow each other in time, not across the map
        made = "n int, path bigint[], lon float8, lat float8, cell bigint"
        base.execute(f"CREATE TEMP TABLE made ({made})")
        with base.cursor().copy("COPY made FROM STDIN") as copy:
            for n, (path, lon, lat) in enumerate(rows, start=1):
                copy.write_row((n, path, lon, lat, h3.str_to_int(h3.latlng_to_cell(lat, lon, 10))))
        base.execute(CASES)
        base.execute(PEER)


def mixed(prefix: str, suffix: str, tiles: Sequence[Tile], count: int) -> list[str]:
    """Return addresses of tiles in a mixed order, each about as often."""
    every = [f"{prefix}/{t.z}/{t.x}/{t.y}{suffix}" for t in tiles] * (count // len(tiles) + 1)
    random.Random(7).shuffle(every)
    return every[:count]


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


@contextmanager
def running(order: Sequence[str], env: Mapping[str, str], path: str) -> Iterator[int]:
    """Run a server on our port until the block ends; give its pid."""
    process = subprocess.Popen(order, env={**os.environ, **env}, stderr=subprocess.DEVNULL)
    try:
        until_answered(process, path)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def until_answered(process: "subprocess.Popen[bytes]", path: str) -> None:
    """Return when a path is answered with 200."""
    ends = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < ends:
        try:
            with urlopen(Request(f"http://127.0.0.1:{PORT}{path}"), timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise SystemExit(f"{path} is not answered")


def with_host(address: str) -> str:
    """Put the socket's folder where tipg wants a host."""
    before, _, after = address.partition("@/")
    database, _, folder = after.partition("?host=")
    return f"{before}@{folder}/{database}"


@contextmanager
def tipg_served(cluster: Cluster, urls: Urls, python: str) -> Iterator[list[int]]:
    """Serve the tables that PEER makes by tipg; give its pids and PostgreSQL's."""
    env = {
        "DATABASE_URL": with_host(psycopg_address(urls.superuser)),
        "TIPG_DB_SCHEMAS": '["bench"]',
        "TIPG_DEBUG": "false",
        "DB_MIN_CONN_SIZE": "1",
        "DB_MAX_CONN_SIZE": "8",
    }
    order = [python, "-m", "uvicorn", "tipg.main:app", "--port", str(PORT), "--no-access-log"]
    with running([*order, "--log-level", "error"], env, "/collections/bench.area") as pid:
        yield [*family(pid), *postgres_pids(cluster)]


def tipg(cluster: Cluster, urls: Urls, made: Filled, count: int, python: str) -> Iterator[Row]:
    """Measure tipg on the same areas, cameras and cases."""
    few = max(200, count // 20)

    def of(table: str, zooms: range) -> list[str]:
        prefix = f"/collections/bench.{table}/tiles/WebMercatorQuad"
        return mixed(prefix, "", list(tiles_of(made.box, zooms)), few)

    with tipg_served(cluster, urls, python) as pids:
        borders = of("area", range(13, 17))
        yield from measured(Asked("tile_boundary", made.areas, "tipg"), pids, borders)
        cameras = of("camera", range(14, 15))
        yield from measured(Asked("tile_uncached_z14", made.cameras, "tipg"), pids, cameras)
        points = of("case", range(10, 15))
        yield from measured(Asked("tile_points_1m", made.cases, "tipg"), pids, points)


def nginx(urls: Urls, areas: int, count: int) -> Iterator[Row]:
    """Measure nginx, which gives our own borders' bytes as files."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)
        with psycopg.connect(psycopg_address(urls.app)) as base:
            for z, x, y, mvt in base.execute("SELECT z, x, y, mvt FROM grid_tile"):
                file = folder / "t" / str(z) / str(x) / f"{y}.mvt.gz"
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(mvt)
                file.with_suffix("").write_bytes(gzip.decompress(mvt))
        conf = folder / "nginx.conf"
        conf.write_text(NGINX.format(folder=folder, port=PORT), encoding="utf-8")
        with psycopg.connect(psycopg_address(urls.app)) as base:
            asked = "SELECT z, x, y FROM grid_tile WHERE z BETWEEN 13 AND 16"
            tiles = [Tile(*row) for row in base.execute(asked).fetchall()]
        first = f"/t/{tiles[0].z}/{tiles[0].x}/{tiles[0].y}.mvt"
        order = ["nginx", "-c", str(conf), "-p", str(folder)]
        with running(order, {}, first) as pid:
            paths = mixed("/t", ".mvt", tiles, count)
            files = Asked("tile_boundary", areas, "nginx, files")
            yield from measured(files, family(pid), paths)


NGINX = """
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log stderr crit;
events {{ worker_connections 256; }}
http {{
  access_log off;
  keepalive_requests 1000000;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  open_file_cache max=10000;
  server {{ listen 127.0.0.1:{port}; root {folder}; gzip_static on; }}
}}
"""


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
