"""Moments that people, cameras and machines write: those alone that can be read again.

PostgreSQL keeps moments before the year 1 and after 9999, which nothing here can read: one row that
holds such a moment shuts every page and list that it belongs to. A zone makes them: `0001-01-01`
begins in the year before in China, and a camera without a battery writes just that.
"""

from datetime import UTC, date, datetime
from typing import Annotated, Final

from pydantic import AfterValidator, AwareDatetime  # noqa: TID251 - this is where it is bounded

FIRST: Final = datetime(1, 1, 3, tzinfo=UTC)
LAST: Final = datetime(9999, 12, 31, 16, tzinfo=UTC)
"""The end of the last day in China, by which others say "for ever"."""


def is_kept(at: datetime) -> bool:
    """Tell whether a moment with a zone can be kept and read again, in every zone eastward."""
    return FIRST <= at < LAST


def begins(day: date) -> bool:
    """Tell whether the midnight at which a day begins can be kept, wherever that is."""
    return day >= FIRST.date()


def _kept(at: datetime) -> datetime:
    if not is_kept(at):
        raise ValueError("须在公元 1 年至 9999 年之间 · between the years 1 and 9999.")
    return at


Moment = Annotated[AwareDatetime, AfterValidator(_kept)]
"""A moment with its zone, as it is sent."""
