"""What goes over the wire about the handover of shifts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

FROM_VIEW = ConfigDict(from_attributes=True)


class HandoverNamedOut(BaseModel):
    """A person or station by name."""

    model_config = FROM_VIEW

    id: int
    name: str
    name_en: str | None


class HandoverCaseOut(BaseModel):
    """A case that the next shift must know of, and why, as it stands now."""

    model_config = FROM_VIEW

    why: str
    number: str
    status_name: str
    class_name: str | None
    text: str
    place_text: str
    solve_due: datetime | None


class HandoverOut(BaseModel):
    """A shift that runs (no id, no end) or was handed over."""

    model_config = FROM_VIEW

    id: int | None
    station: HandoverNamedOut
    person: HandoverNamedOut | None
    began_at: datetime
    ended_at: datetime | None
    standing: Mapping[str, int]
    """How many cases stood in each queue at the end."""
    passed: Mapping[str, int]
    """How many came in, moved on and ended since the beginning."""
    special: tuple[HandoverCaseOut, ...]
    note: str
    taken_by: HandoverNamedOut | None
    taken_at: datetime | None


class HandoverNowOut(BaseModel):
    """The shift that runs, and the one before while nobody has taken it over."""

    running: HandoverOut
    waiting: HandoverOut | None


class HandOverIn(BaseModel):
    """What whoever ends a shift says to the next one."""

    note: Annotated[str, Field(max_length=4000)] = ""


class HandoversIn(BaseModel):
    """Which handovers: those before one, so many."""

    before: Annotated[int | None, Field(ge=1, lt=2**63)] = None
    limit: Annotated[int, Field(ge=1, le=100)] = 20
