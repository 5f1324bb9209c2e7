"""What is sent: reports, steps, ratings, and questions for lists."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from gisgrid.cases.rules import ENDED, OPEN, Action, NewReport, Origin, Reporter, Source, Status
from gisgrid.cases.service.listing import Asked
from gisgrid.files import Box
from gisgrid.kernel import tracing
from gisgrid.kernel.errors import Invalid

Lang = Literal["zh", "en"]
Queue = Literal["waiting", "unrouted", "border", "returned", "due", "overdue", "open"]
Pixels = Annotated[int, Field(ge=0, le=100_000)]
Words = Annotated[str, Field(max_length=4000)]


Phone = Annotated[str, Field(pattern=r"^\+?[\d\- ]{5,20}$")]


class ReporterIn(BaseModel):
    """Who reports, if they say so; erased on request."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=80)] | None = None
    phone: Phone | None = None


class ReportIn(BaseModel):
    """A report: what happened, where, who says so; a class or a place may be missing."""

    model_config = ConfigDict(extra="forbid")

    source: Source = Source.CITIZEN
    origin: Origin | None = None
    class_id: int | None = None
    class_key: Annotated[str, Field(examples=["event/0301"])] | None = None
    text: str = ""
    place_text: str = ""
    lon: float | None = None
    lat: float | None = None
    datum: str = "wgs84"
    accuracy_m: float | None = None
    asset_id: int | None = None
    reporter: ReporterIn | None = None
    photos: tuple[Annotated[str, Field(max_length=400)], ...] = ()
    external_platform: Annotated[str, Field(max_length=80)] | None = None
    external_number: Annotated[str, Field(max_length=80)] | None = None
    external_deadline: datetime | None = None
    confidence: float | None = None

    def new(self, key: str | None) -> NewReport:
        """Return the report as the cases take it in."""
        said = self.reporter
        return NewReport(
            source=self.source,
            origin=self.origin,
            class_id=self.class_id,
            class_key=self.class_key,
            text=self.text,
            place_text=self.place_text,
            x=self.lon,
            y=self.lat,
            datum=self.datum,
            accuracy_m=self.accuracy_m,
            asset_id=self.asset_id,
            reporter=Reporter(said.name, said.phone) if said else None,
            photos=self.photos,
            external_platform=self.external_platform,
            external_number=self.external_number,
            external_deadline=self.external_deadline,
            confidence=self.confidence,
            idempotency_key=key,
            request_id=tracing.current(),
        )


class StepIn(BaseModel):
    """An action on a case; `version` is the one that was read, so nobody acts on old news."""

    model_config = ConfigDict(extra="forbid")

    action: Action
    note: Words | None = None
    codes: dict[str, Any] = {}
    version: int | None = None


class BoxIn(BaseModel):
    """A rectangle in pixels of the photo, from its upper left corner."""

    model_config = ConfigDict(extra="forbid")

    x: Pixels
    y: Pixels
    width: Pixels
    height: Pixels


class RedactionIn(BaseModel):
    """What of a photo is hidden: faces, plates, doors; an empty list shows it again."""

    model_config = ConfigDict(extra="forbid")

    boxes: Annotated[list[BoxIn], Field(max_length=50)]

    def hidden(self) -> list[Box]:
        """Return the boxes as the photos know them."""
        return [Box(**box.model_dump()) for box in self.boxes]


class SharingIn(BaseModel):
    """How many hours a link to a file opens it."""

    model_config = ConfigDict(extra="forbid")

    hours: Annotated[int, Field(ge=1, le=72)] = 24


class RatingIn(BaseModel):
    """The reporter's word: a score from 1 to 5, whether it is resolved, and words."""

    model_config = ConfigDict(extra="forbid")

    score: Annotated[int, Field(ge=1, le=5)]
    resolved: Literal["yes", "no", "partly"] | None = None
    text: Words | None = None


class ReopenIn(BaseModel):
    """Why the reporter is not satisfied."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(min_length=1, max_length=4000)]


class ListIn(BaseModel):
    """Which cases to list; `status` may be several, separated by commas."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    status: str | None = None
    area: str | None = None
    class_id: Annotated[int | None, Field(alias="class")] = None
    station: int | None = None
    unrouted: bool | None = None
    queue: Queue | None = None
    q: Annotated[str, Field(max_length=100)] | None = None
    sort: str = "newest"
    cursor: Annotated[str, Field(max_length=200)] | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 50
    lang: Lang = "zh"

    def asked(self) -> Asked:
        """Return the question as the cases understand it."""
        return Asked(
            statuses=_statuses(self.status),
            area=self.area,
            class_id=self.class_id,
            station_id=self.station,
            unrouted=self.unrouted,
            queue=self.queue,
            q=self.q,
            sort=self.sort,
            cursor=self.cursor,
            limit=self.limit,
        )


def _statuses(text: str | None) -> frozenset[Status] | None:
    """Read statuses; `open` and `ended` stand for all of theirs."""
    if text is None:
        return None
    groups = {"open": OPEN, "ended": ENDED}
    words = [word.strip() for word in text.split(",")]
    unknown = [word for word in words if word not in groups and word not in set(Status)]
    if unknown:
        known = "、".join([*groups, *Status])
        raise Invalid(f"status 中的 {'、'.join(unknown)} 不是案件状态；可用：{known}。")
    return frozenset().union(*(groups.get(word) or {Status(word)} for word in words))


class NearIn(BaseModel):
    """Where, in which datum, and of which class; of every class where none is named."""

    model_config = ConfigDict(extra="forbid")

    lon: float
    lat: float
    class_id: int | None = None
    datum: str = "wgs84"
    lang: Lang = "zh"
