"""What goes over the wire."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from gisgrid.dispatch.service.tellings import NamedTelling
from gisgrid.files import Picture

MOMENTS = ("created_at", "due_at", "read_at")
Reference = Annotated[str, Field(max_length=400)]


class FromService(BaseModel):
    """Base of answers: read from the service's frozen values."""

    model_config = ConfigDict(from_attributes=True)


class PartOut(FromService):
    """One of the five parts of the slip."""

    part: int
    title: str
    title_en: str
    person: str | None
    station: str | None
    read_at: datetime | None
    opinion: str | None
    opinion_at: datetime | None
    opinion_by: str | None
    voice: Picture | None
    """The opinion as it was spoken."""


class TellingOut(BaseModel):
    """That somebody was told something of a case."""

    kind: str
    zh: str
    en: str
    person: str | None
    station: str | None
    created_at: datetime
    due_at: datetime | None
    read_at: datetime | None

    @classmethod
    def of(cls, one: NamedTelling) -> Self:
        """Return a notice with the names of its addressees."""
        said = {name: getattr(one.telling, name) for name in ("kind", "zh", "en", *MOMENTS)}
        return cls(**said, person=one.person, station=one.station)


class SlipOut(FromService):
    """The slip (电子五联单) of a case's latest dispatch."""

    number: str
    round: int
    created_at: datetime
    class_name: str | None
    condition: str | None
    text: str
    place_text: str
    areas: tuple[str, ...]
    lead: str
    assists: tuple[str, ...]
    respond_limit: str
    solve_limit: str
    respond_due: datetime | None
    solve_due: datetime | None
    provisional: bool
    parts: tuple[PartOut, ...]
    pictures: tuple[Picture, ...]


class ReadOut(BaseModel):
    """How many parts of the slip were read now for the first time."""

    newly_read: int


class OpinionIn(BaseModel):
    """An opinion on one's own part of the slip: written, spoken, or both."""

    opinion: Annotated[str, Field(max_length=2000)] = ""
    voice: Reference | None = None


class PresenceIn(BaseModel):
    """Whether one looks at the case now; said again every 20 seconds, it holds for 45."""

    here: bool = True


class LineOut(FromService):
    """A case in a queue of the board."""

    number: str
    status: str
    text: str
    place_text: str
    class_name: str | None
    lead: str | None
    unrouted: str | None
    emergency: bool
    provisional: bool
    received_at: datetime
    respond_due: datetime | None
    solve_due: datetime | None


class QueueOut(FromService):
    """A queue of the board: how many cases it holds in all, and the first of them."""

    name: Literal["unrouted", "waiting", "due", "overdue"]
    in_all: int
    lines: tuple[LineOut, ...]


class LinkOut(BaseModel):
    """The link that a contractor is sent."""

    token: str
    path: str


class SheetOut(FromService):
    """What a contractor sees of an order."""

    number: str
    text: str
    place_text: str
    task: str | None
    told: Annotated[str | None, Field(description="the station's words to the contractor")]
    contractor: str | None
    solve_due: datetime | None
    status: str
    lon: float | None
    lat: float | None


class DoneIn(BaseModel):
    """What a contractor says is done: written, spoken, or both; and photos of it."""

    note: Annotated[str, Field(max_length=2000)] = ""
    photos: Annotated[tuple[Reference, ...], Field(max_length=9)] = ()
    voice: Reference | None = None


class RunningClockOut(BaseModel):
    """A clock of an order: what runs, how much is left in words, when it stopped for good."""

    due: datetime | None
    limit: str
    words: str
    stopped_at: datetime | None
    stands: bool
    late: bool


class HeldStationOut(BaseModel):
    """A station as an order names it."""

    id: int
    code: str
    kind: str
    name: str
    name_en: str | None


class HeldPersonOut(BaseModel):
    """Somebody to whom an order was given inside the party."""

    id: int
    name: str
    name_en: str | None


class HeldCaseOut(BaseModel):
    """What an order is about."""

    number: str
    status: str
    text: str
    place_text: str
    emergency: bool
    repeat_count: int
    received_at: datetime
    class_name: str | None


class HeldOrderOut(BaseModel):
    """An order on one's own desk, with its case and its two clocks."""

    id: int
    round: int
    party: Literal["lead", "assist"]
    status: str
    task: str | None
    contractor: str | None
    provisional: bool
    opened_at: datetime
    signed_at: datetime | None
    fed_back_at: datetime | None
    ended_at: datetime | None
    open: bool
    station: HeldStationOut | None
    holder_station: HeldStationOut | None
    holder_person: HeldPersonOut | None
    respond: RunningClockOut
    solve: RunningClockOut
    case: HeldCaseOut
