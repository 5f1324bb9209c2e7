"""Who may see how much of a reporter."""

from collections.abc import Iterable
from typing import Final

from gisgrid.kernel.permissions import Post, may

HANDLES: Final = frozenset({"unit_dispatcher", "handler"})
"""Roles by which a station works on a case."""


def handled_at(posts: Iterable[Post]) -> frozenset[int]:
    """Return the stations at which the holder of these posts works on cases."""
    return frozenset(post.station_id for post in posts if post.role in HANDLES)


def sees_reporter(posts: Iterable[Post], stations: Iterable[int] = ()) -> bool:
    """Tell whether the reporter of a case is shown to the holder of these posts.

    Whoever works for one of the stations that handle the case never sees them, whatever other
    post they hold.
    """
    held = list(posts)
    if not handled_at(held).isdisjoint(stations):
        return False
    return may((post.role for post in held), "reporter.see")
