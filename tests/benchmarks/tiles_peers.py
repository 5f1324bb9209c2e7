"""tipg on the same tables, and nginx that gives our own tiles as files."""

import gzip
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from gisgrid.kernel.jobs import psycopg_address
from gisgrid.maps.rules import Tile, tiles_of
from gisgrid.run import Cluster, Urls
from tests.benchmarks.asking import Asked, measured, mixed
from tests.benchmarks.cpu import family, postgres_pids
from tests.benchmarks.rows import Row
from tests.benchmarks.serving import PORT, running
from tests.benchmarks.tiles_filled import Filled


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
