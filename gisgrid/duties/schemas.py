"""What goes over the wire about classes and duties."""

from datetime import date, time
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema

from gisgrid.duties.answers import Assignment, DryRun, Limits, RuleDraft
from gisgrid.duties.book import RuleBook
from gisgrid.duties.class_schemas import Answer
from gisgrid.duties.rules import Rule
from gisgrid.duties.stations import StationEntry
from gisgrid.duties.wording import render
from gisgrid.kernel.datum import Datum, to_wgs84
from gisgrid.kernel.errors import Invalid
from gisgrid.kernel.moments import Moment
from gisgrid.kernel.words import Line, Text

CODE: Final = 80
NOTE: Final = 2000


class StationName(Answer):
    """A station by its id and names."""

    id: int
    code: str
    name: str
    name_en: str | None


class LimitsOut(Answer):
    """By when somebody responds and by when it is solved."""

    respond_value: float
    respond_unit: str
    solve_value: float
    solve_unit: str
    urgent: bool


class ExplainIn(BaseModel):
    """A class, a place (or none), a time (now), and the language of the words."""

    class_key: str = Field(alias="class", examples=["event/0301"])
    lon: float | None = None
    lat: float | None = None
    datum: Datum = Datum.WGS84
    at: Moment | None = None
    asset_id: int | None = None
    lang: Literal["zh", "en"] = "zh"

    def place(self) -> tuple[float, float] | None:
        """Return the point in WGS84, None when none was sent; refuse half of one."""
        if self.lon is None and self.lat is None:
            return None
        if self.lon is None or self.lat is None:
            raise Invalid("经度、纬度要一起给 · send lon and lat together, or neither.")
        return to_wgs84(self.lon, self.lat, self.datum)


class ExplainOut(BaseModel):
    """Who answers, and why, as codes and in words."""

    lead: StationName | None
    assists: list[StationName]
    unrouted: str | None
    fastest: LimitsOut | None
    reasons: list[dict[str, object]]
    words: list[str]

    @classmethod
    def of(cls, book: RuleBook, answer: Assignment, fastest: Limits | None, lang: str) -> Self:
        """Say an assignment with the names of its stations."""

        def name(station: int) -> StationName:
            entry: StationEntry = book.stations.by_id[station]
            return StationName.model_validate(entry)

        return cls(
            lead=None if answer.lead is None else name(answer.lead),
            assists=[name(one) for one in answer.assists],
            unrouted=answer.unrouted,
            fastest=None if fastest is None else LimitsOut.model_validate(fastest),
            reasons=[dict(reason) for reason in answer.reasons],
            words=render(answer.reasons, lang),
        )


def _of_the_district(said: time) -> time:
    """Refuse an hour of another zone: rules speak of the district's own time."""
    if said.tzinfo is not None:
        raise ValueError("时刻不带时区 · write the hour in the district's time, without a zone")
    return said


DistrictHour = Annotated[
    time, WithJsonSchema({"type": "string", "pattern": r"^\d\d:\d\d(:\d\d(\.\d+)?)?$"})
]
"""An hour of the district, without a zone (JSON Schema's own `time` asks for one)."""
Hour = Annotated[DistrictHour, AfterValidator(_of_the_district)]


class RuleIn(BaseModel):
    """A duty rule as it is written: class `event/0301`, `event/03`, `event` or `*`."""

    model_config = ConfigDict(extra="forbid")

    name: Line = Field(min_length=1, max_length=200)
    name_en: Annotated[Line, Field(max_length=200)] | None = None
    area_code: Annotated[Line, Field(max_length=CODE)] | None = None
    class_pattern: Line = Field(min_length=1, max_length=40)
    from_time: Hour | None = None
    to_time: Hour | None = None
    owner: Annotated[Line, Field(max_length=CODE)] | None = None
    priority: int = Field(default=0, ge=-1000, le=1000)
    lead: Line = Field(min_length=1, max_length=CODE)
    assists: list[Annotated[Line, Field(max_length=CODE)]] = Field(default=[], max_length=10)
    valid_from: date | None = None
    valid_to: date | None = None
    active: bool = True
    note: Annotated[Text, Field(max_length=NOTE)] | None = None

    def draft(self, code: str) -> RuleDraft:
        """Return the draft that this means."""
        said = self.model_dump(include=set(RuleIn.model_fields))
        return RuleDraft(code=code, **{**said, "assists": tuple(self.assists)})


class NewRuleIn(RuleIn):
    """A duty rule with its code."""

    code: str = Field(pattern=r"^[A-Z0-9][A-Z0-9-]{1,39}$")


class DryRunIn(NewRuleIn):
    """A changed rule, and how many days of past cases to try it on."""

    days: int = Field(default=30, ge=1, le=366)


class RuleOut(BaseModel):
    """A duty rule in force."""

    code: str
    version: int
    name: str
    name_en: str | None
    area: int | None
    area_code: str | None
    area_name: str | None
    class_pattern: str
    hours: str | None
    from_time: DistrictHour | None
    to_time: DistrictHour | None
    owner: str | None
    priority: int
    lead: str
    assists: list[str]
    valid_from: date | None
    valid_to: date | None

    @classmethod
    def of(cls, rule: Rule, area_code: str | None) -> Self:
        """Say a rule and the code of its area."""
        said = {name: getattr(rule, name) for name in cls.model_fields if hasattr(rule, name)}
        hours = rule.window.text if rule.window else None
        return cls(
            **{**said, "assists": list(rule.assists)},
            area_code=area_code,
            class_pattern=rule.pattern,
            hours=hours,
            from_time=rule.window.start if rule.window else None,
            to_time=rule.window.end if rule.window else None,
        )


class PartyOut(BaseModel):
    """Whom a rule may name: `dept:…` with its station, `place:…` for whoever serves a level."""

    party: str
    name: str | None
    name_en: str | None


class ShiftOut(Answer):
    """One past case that would have gone elsewhere."""

    label: str | None = Field(description="the case's number; null where it is not the reader's")
    before: int | None
    after: int | None
    before_name: str | None
    after_name: str | None
    unrouted: str | None


class DryRunOut(BaseModel):
    """What a changed rule would have done."""

    tried: int
    changed: int
    shifts: list[ShiftOut]

    @classmethod
    def of(cls, found: DryRun) -> Self:
        """Say a dry run."""
        shifts = [ShiftOut.model_validate(one) for one in found.shifts]
        return cls(tried=found.tried, changed=len(shifts), shifts=shifts)


class HoleOut(Answer):
    """A class for which nobody answers somewhere."""

    class_key: str
    class_name: str
    class_name_en: str | None
    area_id: int | None
    area_name: str
    area_name_en: str | None
    at: str
    reason: str
