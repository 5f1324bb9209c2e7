"""Keeps the three administrators apart (三员分立): the database refuses, we say it in words."""

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg.errors import ExclusionViolation
from sqlalchemy.exc import IntegrityError

from gisgrid.kernel.errors import Conflict


class AdministratorsApart(Conflict):
    """One person would be two of system, security and audit administrator at one time."""

    title = "These posts must be held by different people"


@contextmanager
def administrators_apart() -> Iterator[None]:
    """Say in words when a post that is written in this block joins two administrators.

    Raises:
        AdministratorsApart: it does.
    """
    try:
        yield
    except IntegrityError as refused:
        if not isinstance(refused.orig, ExclusionViolation):
            raise
        said = "系统管理员、安全管理员、审计管理员不能由同一人同时担任。"
        raise AdministratorsApart(said) from None
