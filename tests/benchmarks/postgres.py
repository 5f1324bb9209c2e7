"""PostgreSQL for a benchmark: a database that is named or made, or a server of the benchmarks."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from gisgrid.run import Cluster, home
from tests.databases import empty_template, on_test_server

ROOT: Final = Path(__file__).parents[2]


@contextmanager
def database(dsn: str) -> Iterator[str]:
    """Yield the address of a PostGIS database, dropped afterwards if it is our own."""
    if dsn:
        yield dsn
        return
    name = f"bench_{os.getpid()}"
    with on_test_server() as server:
        urls = server.clone(name, empty_template)
        try:
            yield urls.superuser
        finally:
            server.drop(name)


@contextmanager
def bench_cluster() -> Iterator[Cluster]:
    """Run the benchmarks' own server, as a deployment's is set up, within the block."""
    cluster = Cluster(home(ROOT / ".gisgrid" / "bench"), {})
    cluster.ensure()
    try:
        yield cluster
    finally:
        cluster.stop()
