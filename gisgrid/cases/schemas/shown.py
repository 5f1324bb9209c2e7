"""What is answered: receipts, cases, steps, and what a reporter may follow."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from gisgrid.cases.rules import Action
from gisgrid.files import Picture


class ReceiptOut(BaseModel):
    """The answer to a report: who answers for it, and by when they respond."""

    model_config = ConfigDict(from_attributes=True)

    report_id: int
    number: str
    token: str
    status: str
    class_name: str | None
    areas: tuple[str, ...]
    lead: str | None
    assists: tuple[str, ...]
    leader: str | None
    unrouted: str | None
    unrouted_words: str | None
    emergency: bool
    provisional: bool
    respond_due: datetime | None
    solve_due: datetime | None
    on_border: bool
    border_m: float | None
    candidates: tuple[dict[str, Any], ...]
    suggestions: tuple[dict[str, Any], ...]
    repeated: bool
    """A machine said again what an open case is about; the number is that case's."""
    replayed: bool


class CaseOut(BaseModel):
    """A case as lists show it."""

    number: str
    status: str
    status_name: str
    text: str
    place_text: str
    class_id: int | None
    class_name: str | None
    areas: tuple[str, ...]
    lon: float | None
    lat: float | None
    source: str
    origin: str
    emergency: bool
    lead: str | None
    lead_station_id: int | None
    leader: str | None
    unrouted: str | None
    unrouted_words: str | None
    on_border: bool
    near_border: bool
    near: bool
    border_m: float | None
    received_at: datetime
    filed_at: datetime | None
    respond_due: datetime | None
    solve_due: datetime | None
    provisional: bool
    closed_at: datetime | None
    repeat_count: int
    reopen_count: int
    return_count: int
    rework_count: int
    version: int


class CasesOut(BaseModel):
    """One page of cases; `cursor` asks for the next one."""

    cases: list[CaseOut]
    cursor: str | None


class StepOut(BaseModel):
    """One step of the history."""

    seq: int
    action: str
    action_name: str
    from_status: str | None
    to_status: str
    at: datetime
    person: str | None
    device: str | None
    """The code of the device that reported; without person and device it was the system."""
    station: str | None
    note: str | None
    codes: dict[str, Any]
    pictures: list[Picture]
    hash: str


class ReportOut(BaseModel):
    """What was reported, as it was said, without the reporter."""

    id: int
    source: str
    text: str
    place_text: str
    raw_x: float | None
    raw_y: float | None
    datum: str
    accuracy_m: float | None
    photos: list[str]
    pictures: list[Picture]
    external_platform: str | None
    external_number: str | None
    external_deadline: datetime | None
    confidence: float | None
    received_at: datetime


class RatingOut(BaseModel):
    """One side's word on a closed case."""

    side: str
    round: int
    score: int
    resolved: str | None
    text: str | None
    at: datetime


class ActionOut(BaseModel):
    """An action that the reader may take now, and what it needs."""

    action: Action
    name: str
    needs: list[str]


class CaseWhole(CaseOut):
    """Everything about a case; slices above add their parts (orders, clocks in words)."""

    model_config = ConfigDict(extra="allow")

    edition_id: int | None
    area_id: int | None
    explanation: list[str]
    candidates: list[dict[str, Any]]
    suggestions: list[dict[str, Any]]
    merged_into: str | None
    merged: list[str]
    reporter: dict[str, str | None] | None
    reports: list[ReportOut]
    steps: list[StepOut]
    ratings: list[RatingOut]
    actions: list[ActionOut]


class StepTakenOut(BaseModel):
    """What an action led to."""

    seq: int
    action: str
    status: str
    status_name: str
    version: int


class FollowedOut(BaseModel):
    """What the reporter sees: where it stands, who answers, what was replied."""

    number: str
    status: str
    status_name: str
    class_name: str | None
    areas: tuple[str, ...]
    lead: str | None
    text: str
    received_at: datetime
    respond_due: datetime | None
    solve_due: datetime | None
    provisional: bool
    closed_at: datetime | None
    history: list[dict[str, Any]]
    replies: list[str]
    merged: bool
    rated: bool
    may_rate: bool
    may_reopen: bool
    pictures: list[Picture]


class DuplicateOut(BaseModel):
    """An open case that may be about the same thing; its words only for those signed in."""

    number: str
    status: str
    status_name: str
    class_name: str
    received_at: datetime
    repeat_count: int
    away_m: Annotated[
        float, Field(description="Metres from the place; for the public in tens, from a cell.")
    ]
    text: str | None
    place_text: str | None
