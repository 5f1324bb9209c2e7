"""The database that a command works on: the one that was given, or the private one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session, sessionmaker

from gisgrid import reactions
from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.kernel.settings import Settings, settings
from gisgrid.run.ground import standing


@contextmanager
def reached(*, make: bool = False) -> Iterator[Settings]:
    """Give the settings with the database in them, for everything that reads settings.

    The private database is started for the time when nobody runs it; with `make` it is made.

    Raises:
        NotReady: none was given, and there is no private one.
    """
    with standing(settings(), make=make) as under:
        os.environ.update(under.env)
        settings.cache_clear()
        yield settings()


@contextmanager
def database(pool_size: int = 1, *, as_owner: bool = False) -> Iterator[sessionmaker[Session]]:
    """Give sessions on the database; its connections are closed after the block."""
    reactions.install()
    with reached() as given:
        engine = engine_of(given.migrations_url if as_owner else given.database_url, pool_size)
        try:
            yield sessions_of(engine)
        finally:
            engine.dispose()


@contextmanager
def transaction() -> Iterator[Session]:
    """Open a transaction that is committed at the end of the block."""
    with database() as sessions, sessions.begin() as tx:
        yield tx
