"""What the patrols say over HTTP."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from gisgrid.kernel.datum import Datum
from gisgrid.kernel.moments import Moment
from gisgrid.kernel.settings import settings
from gisgrid.patrols.rules import Position
from gisgrid.patrols.tables import Patrol

MOST = 500
"""Positions that one request carries at most."""


class DutyIn(BaseModel):
    """Whether one goes on duty or off."""

    on: bool


class DutyOut(BaseModel):
    """Whether one is on duty, since when and until when, and for how long a track is kept."""

    on: bool
    since: datetime | None
    ends_at: datetime | None
    """When duty ends by itself."""
    placed_at: datetime | None
    """Of when the last position is that others see; null: none yet."""
    hours: float
    """How long duty lasts at most."""
    kept_days: int
    """For how many days after its end a track is kept."""

    @classmethod
    def of(cls, patrol: Patrol | None) -> "DutyOut":
        """Describe a patrol that runs, or none."""
        chosen = settings()
        return cls(
            on=patrol is not None,
            since=patrol.since if patrol else None,
            ends_at=patrol.ends_at if patrol else None,
            placed_at=patrol.placed_at if patrol else None,
            hours=chosen.duty_hours,
            kept_days=chosen.tracks_kept_days,
        )


class PositionIn(BaseModel):
    """Where one was at a moment."""

    lon: float
    lat: float
    datum: Datum = Datum.WGS84
    accuracy_m: Annotated[float | None, Field(ge=0, le=100_000)] = None
    at: Moment

    def position(self) -> Position:
        """Return it as the service takes it."""
        return Position(self.lon, self.lat, self.at, self.datum, self.accuracy_m)


class PositionsIn(BaseModel):
    """One position, or several that were collected without a network."""

    positions: Annotated[list[PositionIn], Field(min_length=1, max_length=MOST)]


class PositionsOut(BaseModel):
    """How many were kept (now or before), and how many were not of this time on duty."""

    kept: int
    left_out: int


class TrackIn(BaseModel):
    """Which part of a track: the points before a moment, so many of them."""

    model_config = ConfigDict(extra="forbid")

    before: Moment | None = None
    limit: Annotated[int, Field(ge=1, le=1000)] = 500


class TrackPointOut(BaseModel):
    """Where one was at a moment on duty."""

    at: datetime
    lon: float
    lat: float
    accuracy_m: float | None


class TrackOut(BaseModel):
    """One's own tracks: how many points are kept, since when, and those that were asked for."""

    count: int
    since: datetime | None
    points: list[TrackPointOut]
