"""What the actions on orders bring along, as typed values with sentences for what is wrong."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Final, Literal, Self, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from gisgrid.dispatch.rules.clocks import Unit
from gisgrid.kernel.errors import Invalid
from gisgrid.kernel.moments import Moment

Words = Annotated[str, Field(min_length=1, max_length=2000)]


class BadCodes(Invalid):
    """What came with the action is incomplete or contradicts itself."""

    title = "Please correct what came with the step"


class Codes(BaseModel):
    """Base of what an action brings; what is unknown to it is kept in the step, not here."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Stations(Codes):
    """Who leads and who assists."""

    lead: int
    assists: tuple[int, ...] = ()

    @model_validator(mode="after")
    def _apart(self) -> Self:
        if self.lead in self.assists or len(set(self.assists)) < len(self.assists):
            raise ValueError("主办单位不能同时协办，协办单位不能重复（lead、assists）。")
        return self


class Target(Codes):
    """Which case another one is merged into, by id or number."""

    target: int | Words


class Ruled(Stations):
    """A ruling: who leads, and whether it becomes a duty rule."""

    ruling: str = ""
    make_rule: bool = False
    rule_area: str | None = None
    """The code of the area that the rule holds for; else the case's community."""


class Task(Codes):
    """One line of a decision: who does what by when."""

    station: int
    what: Words
    due: Moment


class Decided(Ruled):
    """The outcome of a consultation: every station that works has a task with a day."""

    tasks: Annotated[tuple[Task, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _everyone_has_a_task(self) -> Self:
        if {task.station for task in self.tasks} != {self.lead, *self.assists}:
            raise ValueError("会商结论须写明主办和每个协办单位各办什么、何时办结（tasks）。")
        return self


class Consulted(Codes):
    """Who takes part in a consultation, and by when they speak."""

    parties: Annotated[tuple[int, ...], Field(min_length=2)]
    due: Moment


class Said(Codes):
    """The part that a station is ready to take."""

    wanted: Literal["lead", "assist", "none"]


class MoreTime(Codes):
    """How much more time a unit asks for."""

    amount: Annotated[Decimal, Field(gt=0, lt=1000)]
    unit: Unit = Unit.WORK_DAY


class OnTheBooks(Codes):
    """Until when a case rests on the books."""

    until: Moment


class Onward(Codes):
    """Who works inside the party: a person, a station below, or a contractor; exactly one."""

    person: int | None = None
    station: int | None = None
    contractor: Words | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if sum(x is not None for x in (self.person, self.station, self.contractor)) != 1:
            raise ValueError("to 只能是 person、station、contractor 三者之一。")
        return self


class AssignedOnward(Codes):
    """To whom it is assigned."""

    to: Onward


Brought = TypeVar("Brought", bound=Codes)
_VALUE_ERROR: Final = "Value error, "


def read_codes(kind: type[Brought], codes: Mapping[str, object]) -> Brought:
    """Read an action's codes, or say which of them is wrong and what would be right."""
    try:
        return kind.model_validate(dict(codes))
    except ValidationError as bad:
        wrong = [_sentence(".".join(map(str, e["loc"])), e["msg"]) for e in bad.errors()]
        raise BadCodes(" ".join(wrong)) from bad


def _sentence(field: str, message: str) -> str:
    said = message.removeprefix(_VALUE_ERROR)
    return f"{field}: {said}" if field else said
