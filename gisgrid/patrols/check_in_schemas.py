"""What check-ins say over HTTP."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from gisgrid.files import Picture
from gisgrid.identity import PersonRef
from gisgrid.kernel.datum import Datum
from gisgrid.kernel.moments import Moment
from gisgrid.patrols.check_in_queries import DueAsset
from gisgrid.patrols.check_ins import History
from gisgrid.patrols.rules import NewCheckIn, Position, Result, Standing, counts, standing
from gisgrid.patrols.tables import CheckIn

Id = Annotated[int, Field(ge=1, lt=2**63)]
PHOTOS = 6
"""Photos and voice notes of one check-in at most."""
Reference = Annotated[str, Field(max_length=400)]


class CheckInOf(BaseModel):
    """What an officer says at an asset: what they found, where they stand, when."""

    model_config = ConfigDict(extra="forbid")

    asset_id: Id
    result: Result
    at: Moment
    lon: float
    lat: float
    datum: Datum = Datum.WGS84
    accuracy_m: Annotated[float | None, Field(ge=0, le=100_000)] = None
    note: Annotated[str, Field(max_length=500)] = ""
    photos: Annotated[tuple[Reference, ...], Field(max_length=PHOTOS)] = ()

    def new(self, key: str | None) -> NewCheckIn:
        """Return it as the service takes it."""
        place = Position(self.lon, self.lat, self.at, self.datum.value, self.accuracy_m)
        note = self.note.strip()
        return NewCheckIn(self.asset_id, self.result, place, note, self.photos, key)


class CheckInOut(BaseModel):
    """A check-in as it was taken: how far from the asset, and whether it ends a round."""

    id: int
    asset_id: int
    result: Result
    at: datetime
    received_at: datetime
    distance_m: float
    accuracy_m: float | None
    far: bool
    """Too far from the asset, whatever the telephone was unsure of."""
    counts: bool
    """Whether it ends a round: by the asset, and the officer got in."""
    on_duty: bool
    note: str

    @classmethod
    def of(cls, made: CheckIn) -> Self:
        """Describe a check-in."""
        return cls(**_told(made))


class StoodOut(BaseModel):
    """Where exactly somebody stood, WGS 84."""

    lon: float
    lat: float


class CheckedIn(CheckInOut):
    """A check-in in an asset's history: by whom, with photos, and where while that is kept."""

    person: str
    person_en: str | None
    place: StoodOut | None
    """To who sees officers on duty, and to who made it; null once its time is over."""
    photos: list[Picture]


class DueIn(BaseModel):
    """Which assets in their rounds: of a kind, from a page on, with their distance from a point."""

    model_config = ConfigDict(extra="forbid")

    lon: Annotated[float | None, Field(ge=-180, le=180)] = None
    lat: Annotated[float | None, Field(ge=-90, le=90)] = None
    kind: Annotated[str | None, Field(max_length=80)] = None
    limit: Annotated[int, Field(ge=1, le=500)] = 100
    after: Annotated[str | None, Field(max_length=60)] = None
    """`next` of the page before."""


class DueOut(BaseModel):
    """An asset of one's areas in its round."""

    id: int
    code: str
    name: str
    name_en: str | None
    kind: str
    kind_name: str
    kind_name_en: str | None
    days: int
    """The days between two checks."""
    last_at: datetime | None
    """When it was last checked in a way that ends a round."""
    due_on: date
    standing: Standing
    tried_at: datetime | None
    """The last check-in of all, also one from afar or without access."""
    tried_result: Result | None
    tried_far: bool | None
    lon: float
    lat: float
    box: list[float]
    """West, south, east, north of its shape."""
    distance_m: float | None
    """From the point that was given."""

    @classmethod
    def of(cls, found: DueAsset, today: date) -> Self:
        """Describe an asset in its round."""
        told = {name: getattr(found, name) for name in DueAsset.__slots__}
        return cls(**told, standing=standing(found.due_on, today))


class DueListOut(BaseModel):
    """Assets to be checked, the longest overdue first, and where the list goes on."""

    assets: list[DueOut]
    next: str | None
    far_m: float
    """A check-in farther than this beyond what the telephone is unsure of is far."""


class HistoryOut(BaseModel):
    """An asset's round, if it has one, and its check-ins, the latest first."""

    round: DueOut | None
    check_ins: list[CheckedIn]
    next: str | None

    @classmethod
    def of(
        cls,
        found: History,
        people: dict[int, PersonRef],
        today: date,
        *,
        placed: frozenset[int],
        after: str | None,
    ) -> Self:
        """Describe it; places are told of the check-ins in `placed` alone."""
        shown = [
            CheckedIn(
                **_told(one),
                person=people[one.person_id].name,
                person_en=people[one.person_id].name_en,
                place=_place(found.places.get(one.id)) if one.id in placed else None,
                photos=found.photos.get(one.id, []),
            )
            for one in found.made
        ]
        due = DueOut.of(found.due, today) if found.due else None
        return cls(round=due, check_ins=shown, next=after)


class CountOut(BaseModel):
    """How the assets of an area stand in their rounds, and its check-ins of the last 30 days."""

    area_id: int
    name: str
    name_en: str | None
    assets: int
    checked: int
    due: int
    overdue: int
    made: int
    far: int
    abnormal: int
    no_access: int


def _told(made: CheckIn) -> dict[str, object]:
    same = ("id", "asset_id", "at", "received_at", "distance_m", "accuracy_m", "far", "on_duty")
    told = {name: getattr(made, name) for name in (*same, "note")}
    result = Result(made.result)
    return told | {"result": result, "counts": counts(result, far=made.far)}


def _place(spot: tuple[float, float] | None) -> StoodOut | None:
    return StoodOut(lon=spot[0], lat=spot[1]) if spot else None
