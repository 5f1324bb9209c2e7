"""Who may take an action: posts, stations, areas and classes, decided without any look-up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from gisgrid.cases.rules.moves import Move
from gisgrid.cases.rules.words import Side, Status
from gisgrid.kernel.permissions import Post, roles_of

AnyPost = TypeVar("AnyPost", bound=Post)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules must know of a case."""

    status: Status
    class_key: str = ""
    domain: str = ""
    needs_place: bool = True
    emergency: bool = False
    filed: bool = False
    lead_station_id: int | None = None
    parties: frozenset[int] = frozenset()
    """Stations with an open order."""
    stations: frozenset[int] = frozenset()
    """Every station that ever had the case."""
    area_codes: frozenset[str] = frozenset()
    closed_at: datetime | None = None
    reopen_count: int = 0
    return_count: int = 0


NOT_HELD: Final = frozenset({Side.REPORTER, Side.SYSTEM, Side.ANYONE})
"""Sides for which no post stands."""
ROLES: Final = {side: roles_of(f"case.{side}") for side in Side if side not in NOT_HELD}
NEUTRAL: Final = frozenset({Side.CHECKER, Side.CLOSER})
"""Sides that must never have had the case: nobody checks or closes their own work."""


def covers(post: Post, facts: Facts) -> bool:
    """Tell whether the post's area and classes include the case."""
    in_area = post.area_code is None or post.area_code in facts.area_codes
    return in_area and facts.class_key.startswith(post.class_prefix or "")


def holds(post: Post, side: Side, facts: Facts) -> bool:
    """Tell whether the post may act for a side in this case."""
    if side is Side.ANYONE:
        return True
    if post.role not in ROLES.get(side, frozenset()):
        return False
    if side is Side.UNIT:
        return post.station_id in facts.parties
    if side is Side.LEAD:
        return post.station_id == facts.lead_station_id
    neutral = side not in NEUTRAL or post.station_id not in facts.stations
    return neutral and covers(post, facts)


def acting_post(posts: Iterable[AnyPost], move: Move, facts: Facts) -> AnyPost | None:
    """Return the first post by which the move may be made, or None."""
    return next((p for p in posts if any(holds(p, side, facts) for side in move.who)), None)
