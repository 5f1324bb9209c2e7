"""What the patrols are told."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Position:
    """Where somebody was at a moment, in a datum, and how sure that is in metres."""

    lon: float
    lat: float
    at: datetime
    datum: str = "wgs84"
    accuracy_m: float | None = None
