"""Who may see which cases, and how much of a reporter."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from gisgrid.cases.rules.who import Post

STATION_ONLY: Final = frozenset({"unit_dispatcher", "handler"})
"""Roles that see what their own station has or had, and nothing else."""
SEES_REPORTER: Final = frozenset({"dispatcher", "grid_office", "supervisor", "leader"})
"""Roles to whom a reporter is shown, the phone masked; never to the one who handles."""

FINDS_BY_PHONE: Final = ("dispatcher", "grid_office")
"""Roles that may look for the cases of somebody who calls, by the caller's number."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The cases that somebody may see: all, or those below some areas or of some stations."""

    everything: bool = False
    area_codes: frozenset[str] = frozenset()
    stations: frozenset[int] = frozenset()


EVERYTHING: Final = Scope(everything=True)


def scope_of(posts: Iterable[Post]) -> Scope:
    """Return what posts let their holder see."""
    held = list(posts)
    wide = [post for post in held if post.role not in STATION_ONLY]
    return Scope(
        everything=any(post.area_code is None for post in wide),
        area_codes=frozenset(post.area_code for post in wide if post.area_code),
        stations=frozenset(post.station_id for post in held),
    )


def sees_reporter(posts: Iterable[Post], stations: Iterable[int] = ()) -> bool:
    """Tell whether the reporter of a case is shown to the holder of these posts.

    Whoever works for one of the stations that handle the case never sees them, whatever other
    post they hold.
    """
    held, handling = list(posts), frozenset(stations)
    if any(post.role in STATION_ONLY and post.station_id in handling for post in held):
        return False
    return any(post.role in SEES_REPORTER for post in held)
