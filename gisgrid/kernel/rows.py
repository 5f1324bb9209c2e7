"""Whose rows a transaction sees: the second wall, kept by PostgreSQL itself.

The application's role sees rows of the scope that its transaction was told, and none before that.
The system's role sees all: the worker and the commands are it from their first statement on, a
request becomes it only for as long as a `beyond_scope` lasts.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import psycopg
from sqlalchemy import text
from sqlalchemy.orm import Session

SYSTEM: Final = "gisgrid_system"
"""The role that sees every row; a database without it has no second wall."""
LEAKPROOF: Final = (
    "ALTER FUNCTION geometry_overlaps(geometry, geometry) LEAKPROOF",
    "ALTER FUNCTION pg_catalog.arrayoverlap(anyarray, anyarray) LEAKPROOF",
)
"""Row policies keep a function that might tell of its rows from choosing an index. These two tell
nothing: a box over a box, a list of numbers over another. Only a superuser may say so, and pg_dump
does not keep it."""
TELL: Final = text("SELECT set_config('gisgrid.scope', :told, true)")
ENTER: Final = text("""
    SELECT current_setting('role'), set_config('role', rolname, true)
    FROM pg_roles WHERE rolname = :system AND pg_has_role(session_user, oid, 'MEMBER')
""")
LEAVE: Final = text("SELECT set_config('role', :before, true)")
FROM_THE_START: Final = """
    SELECT set_config('role', rolname, false)
    FROM pg_roles WHERE rolname = %s AND pg_has_role(session_user, oid, 'MEMBER')
"""


def see_as(tx: Session, told: Mapping[str, object]) -> None:
    """Let the transaction see the rows of a scope, until it ends."""
    tx.execute(TELL, {"told": json.dumps(told)})


def see_only(connection: psycopg.Connection, told: str) -> None:
    """Let a bare connection's transaction see the rows of a scope, written as JSON."""
    connection.execute("SELECT set_config('gisgrid.scope', %s, true)", (told,))


@contextmanager
def beyond_scope(tx: Session) -> Iterator[None]:
    """Let the transaction see and write every row, for as long as this lasts.

    For what the system does in somebody's name after the scope was asked, and for what a signed
    link opens. What was changed is written before it ends.
    """
    entered = tx.execute(ENTER, {"system": SYSTEM}).first()
    try:
        yield
        tx.flush()
    finally:
        if entered is not None and tx.is_active and not _is_broken(tx):
            tx.execute(LEAVE, {"before": entered[0]})


def _is_broken(tx: Session) -> bool:
    """Tell whether a statement failed or the connection is lost: the role goes with either."""
    connection = tx.connection()
    if connection.invalidated:
        return True
    raw = connection.connection.driver_connection
    broken = (psycopg.pq.TransactionStatus.INERROR, psycopg.pq.TransactionStatus.UNKNOWN)
    return isinstance(raw, psycopg.Connection) and raw.info.transaction_status in broken


def become_system(connection: psycopg.Connection, _: object) -> None:
    """Make a new connection the system's, where the database has such a role."""
    connection.execute(FROM_THE_START, [SYSTEM])
    connection.commit()
