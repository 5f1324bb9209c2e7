"""A database for a benchmark: the one that is named, or one of the private test server."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from tests.databases import empty_template, on_test_server


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
