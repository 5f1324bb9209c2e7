"""Who may see how much of a reporter."""

from collections.abc import Iterable
from typing import Final

from gisgrid.cases.rules.who import Post
from gisgrid.kernel.permissions import may

HANDLES: Final = frozenset({"unit_dispatcher", "handler"})
"""Roles by which a station works on a case."""


def sees_reporter(posts: Iterable[Post], stations: Iterable[int] = ()) -> bool:
    """Tell whether the reporter of a case is shown to the holder of these posts.

    Whoever works for one of the stations that handle the case never sees them, whatever other
    post they hold.
    """
    held, handling = list(posts), frozenset(stations)
    if any(post.role in HANDLES and post.station_id in handling for post in held):
        return False
    return may((post.role for post in held), "reporter.see")
