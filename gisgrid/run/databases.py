"""Databases of a server, made whole or not at all."""

from collections.abc import Callable
from typing import Protocol

import psycopg

from gisgrid.run import roles
from gisgrid.run.addresses import Urls

Fill = Callable[[Urls], None]


class Server(Protocol):
    """A PostgreSQL server on which we may make databases."""

    def admin(self, database: str = "postgres") -> psycopg.Connection:
        """Open a superuser's connection that commits every statement."""
        ...

    def urls(self, database: str) -> Urls:
        """Return the addresses of one database."""
        ...


def make_database(server: Server, name: str, fill: Fill | None = None) -> Urls:
    """Make a database unless it is there: extensions, rights, and what `fill` puts in.

    It gets its name last, so that half a database is never taken for a whole one. The caller
    holds a lock, or is alone.
    """
    with server.admin() as admin:
        if not roles.has_database(admin, name):
            draft = f"{name}_draft"
            roles.create_database(admin, draft)
            with server.admin(draft) as inside:
                roles.prepare_database(inside)
            if fill:
                fill(server.urls(draft))
            roles.rename_database(admin, draft, name)
    with server.admin(name) as inside:
        roles.make_leakproof(inside)
    return server.urls(name)
