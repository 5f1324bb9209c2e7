"""One request or one job is one transaction; nothing else commits."""

from asyncio import Semaphore
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Annotated, Any, LiteralString

import psycopg
from fastapi import Depends, Request
from psycopg.abc import Params
from psycopg.sql import SQL
from sqlalchemy import Engine, MetaData, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from starlette.datastructures import State

from gisgrid.kernel.rows import become_system

NAMES = {
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ck": "%(table_name)s_%(constraint_name)s_check",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}


class Table(DeclarativeBase):
    """Base of every mapped table."""

    metadata = MetaData(naming_convention=NAMES)


def engine_of(url: str, pool_size: int = 8) -> Engine:
    """Open a pool of connections for what the system itself does: it sees every row."""
    engine = bounded_engine_of(url, pool_size)
    event.listen(engine, "connect", become_system)
    return engine


def bounded_engine_of(url: str, pool_size: int = 8, longest_s: float = 0) -> Engine:
    """Open a pool of connections as wide as the threads that use it; each sees its scope's rows.

    A statement is prepared on its second use, and a lost server is noticed before a request is.
    A statement that takes longer than `longest_s` is given up; 0: never. No error quotes values.
    """
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=5,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"prepare_threshold": 2, "connect_timeout": 5},
    )
    if longest_s:
        event.listen(engine, "connect", partial(_bounded, longest_s))
    return engine


def _bounded(longest_s: float, connection: psycopg.Connection, _: object) -> None:
    """Bound the statements of a new connection, and its idling within a transaction."""
    bound = SQL("SET statement_timeout = {0}; SET idle_in_transaction_session_timeout = {0}")
    connection.execute(bound.format(round(longest_s * 1000)))
    connection.commit()


def sessions_of(engine: Engine) -> sessionmaker[Session]:
    """Make sessions whose objects stay readable after the commit."""
    return sessionmaker(engine, expire_on_commit=False)


def execute(
    tx: Session, statement: LiteralString, values: Params, *, prepare: bool | None = None
) -> psycopg.Cursor[Any]:
    """Run a statement on the session's own psycopg connection, inside its transaction.

    `prepare` False has it planned for these values and for the tables as large as they are now.

    Raises:
        OperationalError: the database is lost, as SQLAlchemy itself says and treats it.
    """
    connection = connection_of(tx)
    try:
        return connection.execute(statement, values, prepare=prepare)
    except psycopg.OperationalError as gone:
        raise _lost(tx, connection, statement, gone) from gone


@contextmanager
def unanswered(tx: Session) -> Iterator[None]:
    """Send statements without waiting for answers that nobody reads; the database works meanwhile.

    Within the block only `execute` is used: the session itself waits for answers.

    Raises:
        psycopg.Error: one of them failed; at the end of the block at the latest.
        OperationalError: the database is lost, as `execute` says it.
    """
    connection = connection_of(tx)
    try:
        with connection.pipeline():
            yield
    except psycopg.OperationalError as gone:
        raise _lost(tx, connection, None, gone) from gone


def _lost(
    tx: Session, connection: psycopg.Connection, statement: str | None, gone: psycopg.Error
) -> OperationalError:
    if connection.closed:
        tx.connection().invalidate(gone)
    return OperationalError(statement, None, gone)


def connection_of(tx: Session) -> psycopg.Connection[Any]:
    """Return the session's own psycopg connection: same transaction."""
    connection = tx.connection().connection.driver_connection
    if not isinstance(connection, psycopg.Connection):
        raise TypeError("this is written with psycopg 3: use postgresql+psycopg://")
    return connection


async def seat(request: Request) -> AsyncIterator[None]:
    """Let no more requests in than there are connections.

    A request holds its connection while it waits for a thread, and another one holds a thread
    while it waits for a connection: with more requests than connections all of them stand.
    """
    async with seats_of(request.app.state):
        yield


def seats_of(state: State) -> Semaphore:
    """Return the seats of an application: as many as it has connections."""
    if not hasattr(state, "seats"):
        state.seats = Semaphore(state.settings.threads)
    seats: Semaphore = state.seats
    return seats


Conclusion = Callable[[Request, Session], None]
"""What the application does last in every request's transaction, just before the commit."""
Seat = Annotated[None, Depends(seat, scope="function")]


def transaction(request: Request, _: Seat) -> Iterator[Session]:
    """Open the request's transaction, commit it when the route returns."""
    sessions: sessionmaker[Session] = request.app.state.sessions
    with sessions.begin() as tx:
        yield tx
        conclude: Conclusion | None = getattr(request.app.state, "conclude", None)
        if conclude is not None:
            conclude(request, tx)


# scope="function": the commit must happen before the response is sent.
Tx = Annotated[Session, Depends(transaction, scope="function")]
