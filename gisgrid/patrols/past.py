"""Check-ins of the past, as another program kept them: written many at once, with no key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from gisgrid import grid
from gisgrid.kernel.settings import settings
from gisgrid.patrols.check_in_queries import sql
from gisgrid.patrols.rules import MOST_UNSURE_M, Result


@dataclass(frozen=True, slots=True)
class PastCheckIn:
    """A check-in that was made before: by whom, where (WGS 84), what was found."""

    asset_id: int
    person_id: int
    post_id: int
    station_id: int
    at: datetime
    lon: float
    lat: float
    accuracy_m: float
    result: Result
    note: str
    on_duty: bool


def write_past(tx: Session, made: Sequence[PastCheckIn]) -> int:
    """Write check-ins of the past by the borders in force; return how many."""
    columns: dict[str, object] = {
        "assets": [one.asset_id for one in made],
        "people": [one.person_id for one in made],
        "posts": [one.post_id for one in made],
        "stations": [one.station_id for one in made],
        "ats": [one.at for one in made],
        "lons": [one.lon for one in made],
        "lats": [one.lat for one in made],
        "accuracies": [one.accuracy_m for one in made],
        "results": [one.result.value for one in made],
        "notes": [one.note for one in made],
        "duties": [one.on_duty for one in made],
    }
    limits = {"limit": settings().check_in_far_m, "unsure": MOST_UNSURE_M}
    asked = columns | limits | {"edition": grid.current_edition(tx).id}
    return int(tx.execute(sql("write_past"), asked).scalar_one())
