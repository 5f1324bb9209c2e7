"""What the patrols are told, and what follows from it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

MOST_UNSURE_M: Final = 200.0
"""What a telephone is unsure of is believed up to this: beyond it, it knows no place."""
OLDEST: Final = timedelta(days=30)
"""A check-in that waited longer than this without a network is no news of its asset."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where somebody was at a moment, in a datum, and how sure that is in metres."""

    lon: float
    lat: float
    at: datetime
    datum: str = "wgs84"
    accuracy_m: float | None = None


class Result(StrEnum):
    """What an officer found at an asset: 正常, 异常, 无法进入."""

    NORMAL = "normal"
    ABNORMAL = "abnormal"
    NO_ACCESS = "no_access"


class Standing(StrEnum):
    """How an asset stands in its round: checked, due today, overdue."""

    CHECKED = "checked"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class NewCheckIn:
    """What an officer says at an asset: where they stand, what they found, which files."""

    asset_id: int
    result: Result
    position: Position
    note: str = ""
    photos: tuple[str, ...] = ()
    key: str | None = None


def is_far(distance_m: float, accuracy_m: float | None, limit_m: float) -> bool:
    """Tell whether a check-in is too far from its asset, whatever the telephone is unsure of."""
    return distance_m > limit_m + min(accuracy_m or 0.0, MOST_UNSURE_M)


def counts(result: Result, *, far: bool) -> bool:
    """Tell whether a check-in ends a round: the officer got in, and stood by the asset."""
    return result is not Result.NO_ACCESS and not far


def due_on(last: datetime, days: int, zone: ZoneInfo) -> date:
    """Return the day on which an asset is to be checked again; whole days of the district."""
    return last.astimezone(zone).date() + timedelta(days=days)


def standing(due: date, today: date) -> Standing:
    """Return how an asset stands: overdue from the day after it was due."""
    if due > today:
        return Standing.CHECKED
    return Standing.DUE if due == today else Standing.OVERDUE
