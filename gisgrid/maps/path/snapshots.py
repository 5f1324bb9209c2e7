"""Where the tile path reads: transactions that write nothing and see one state throughout."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Final, Protocol, Self

import psycopg
from psycopg_pool import ConnectionPool
from sqlalchemy.orm import Session, sessionmaker

from gisgrid.kernel.jobs import psycopg_address

WIDTH: Final = 4
"""Tiles that one web process cuts at a time: each keeps a core of the database busy.

One more connection asks how things stand, and never waits for them."""
OPTIONS: Final = (
    "-c jit=off -c default_transaction_read_only=on "
    "-c default_transaction_isolation=repeatable\\ read -c statement_timeout={timeout_ms}"
)


class Snapshots(Protocol):
    """A source of transactions; for many threads at a time."""

    def one(self) -> AbstractContextManager[psycopg.Connection]:
        """Give a connection for one transaction."""
        ...


class Pooled:
    """A pool of the tile path's own: read-only, repeatable, with a statement timeout, no JIT."""

    def __init__(self, url: str, timeout_s: float) -> None:
        self._pool = ConnectionPool(
            psycopg_address(url),
            min_size=1,
            max_size=WIDTH + 1,
            timeout=5,
            open=False,
            kwargs={
                "options": OPTIONS.format(timeout_ms=round(timeout_s * 1000)),
                "prepare_threshold": 2,
                "connect_timeout": 5,
            },
        )

    def one(self) -> AbstractContextManager[psycopg.Connection]:
        """Give a connection for one transaction."""
        return self._pool.connection()

    @contextmanager
    def opened(self) -> Iterator[Self]:
        """Keep the pool open within the block."""
        with self._pool:
            yield self


class Borrowed:
    """The application's own sessions, where there is no pool: each statement sees one state."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    @contextmanager
    def one(self) -> Iterator[psycopg.Connection]:
        """Give a connection for one transaction, which is rolled back."""
        with self._sessions() as tx:
            connection = tx.connection().connection.driver_connection
            if not isinstance(connection, psycopg.Connection):
                raise TypeError("tiles are read with psycopg 3: use postgresql+psycopg://")
            yield connection
