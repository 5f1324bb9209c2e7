"""Ask as the web would: as the app's role, which PostgreSQL holds to the scope it was told."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.identity import Post
from tests.walls import web_sessions_on

WALLED = text("SELECT DISTINCT tablename FROM pg_policies WHERE schemaname = 'public'")


@contextmanager
def as_web(tx: Session) -> Iterator[Session]:
    """Ask within the same transaction as the web would, and undo everything."""
    with tx.connection().begin_nested() as kept:
        with web_sessions_on(tx.connection())() as web:
            yield web
        kept.rollback()


def post_of(role: str, *, station_id: int = 1, area_code: str | None = None) -> Post:
    """Return a post in all classes."""
    return Post(1, "T", role, "", None, station_id, "", area_code, None, (), None)
