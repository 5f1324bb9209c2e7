"""What goes over the wire about reporters: looked for by number, and unmasked with a reason."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from gisgrid.cases.schemas.said import Phone


class ByPhoneIn(BaseModel):
    """The number of somebody who calls; sent in the body, so that no log of addresses keeps it."""

    model_config = ConfigDict(extra="forbid")

    phone: Phone
    cursor: Annotated[str, Field(max_length=200)] | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 50


class UnmaskIn(BaseModel):
    """Why somebody needs the reporter's number; it stands in the audit."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    reason: Annotated[str, Field(min_length=2, max_length=200)]


class ReporterOut(BaseModel):
    """Who made one report, unmasked."""

    report_id: int
    name: str | None
    phone: str | None


class OwnReportOut(BaseModel):
    """A report as its reporter's list shows it; the token opens the rest."""

    token: str
    number: str
    status: str
    status_name: str
    class_name: str | None
    areas: tuple[str, ...]
    lead: str | None
    text: str
    place_text: str
    received_at: datetime
    respond_due: datetime | None
    solve_due: datetime | None
    provisional: bool
    closed_at: datetime | None
    merged: bool
    may_rate: bool
    may_reopen: bool


class OwnReportsOut(BaseModel):
    """One page of a citizen's reports; `before` asks for the next one."""

    reports: list[OwnReportOut]
    before: int | None


class JoinIn(BaseModel):
    """The same trouble again: where it is said, in words of one's own, and how to be told."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    lon: float
    lat: float
    datum: str = "wgs84"
    text: Annotated[str, Field(max_length=4000)] = ""
    phone: Phone | None = None


class JoinedOut(BaseModel):
    """By which token the case is followed, and how often it was reported again."""

    number: str
    token: str
    repeat_count: int
