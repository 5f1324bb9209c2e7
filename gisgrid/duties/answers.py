"""What is asked of the duties and what they answer: frozen values that cross the door."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from shapely.geometry.base import BaseGeometry

from gisgrid.grid import Located

Reason = Mapping[str, object]
"""One line of reasoning: a `code` and its parameters, all of them JSON."""


@dataclass(frozen=True, slots=True)
class Question:
    """Who answers for this class, here, now? `located` None: the report has no place."""

    class_id: int | None
    located: Located | None
    lon: float | None
    lat: float | None
    at: datetime
    asset_id: int | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """One lead station, any assisting ones, the grid leader; or unrouted with the reason."""

    lead: int | None
    assists: tuple[int, ...]
    leader_person_id: int | None
    unrouted: str | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Filing:
    """What policy does with a report: `file` under a condition, `queue`, or `dispatch_first`."""

    kind: str
    condition_id: int | None
    policy_id: int | None


@dataclass(frozen=True, slots=True)
class Limits:
    """By when somebody responds and by when it is solved."""

    respond_value: float
    respond_unit: str
    solve_value: float
    solve_unit: str
    urgent: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A class that the text may mean; only a confident one may be taken without asking."""

    class_id: int
    key: str
    name: str
    name_en: str | None
    score: float
    confident: bool


@dataclass(frozen=True, slots=True)
class Past:
    """A question that was answered before: what a changed rule is tried on."""

    label: str | None
    """None for who tries the rule and may not know of the case."""
    question: Question
    lead: int | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """One past case that would have gone elsewhere."""

    label: str | None
    before: int | None
    after: int | None
    before_name: str | None
    after_name: str | None
    unrouted: str | None


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a changed rule would have done."""

    tried: int
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class Hole:
    """A class without anybody who answers, in one area, from one time of day."""

    class_key: str
    class_name: str
    class_name_en: str | None
    area_id: int | None
    area_name: str
    area_name_en: str | None
    at: str
    reason: str


@dataclass(frozen=True, slots=True, order=True)
class Retired:
    """An edition that another took the place of; `without` of its classes have no successor.

    `older` is the one that does, where it was stored before this one: the book goes back.
    """

    codebook: str
    edition: str
    without: int
    older: str | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """How much a class book's folder held, and which editions it took the place of."""

    classes: int
    conditions: int
    rules: int
    overrides: int
    policies: int
    retired: tuple[Retired, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """A duty rule as somebody wrote it; `class_pattern` as in the class book's README."""

    code: str
    name: str
    class_pattern: str
    lead: str
    assists: tuple[str, ...] = ()
    area_code: str | None = None
    from_time: time | None = None
    to_time: time | None = None
    owner: str | None = None
    priority: int = 0
    valid_from: date | None = None
    valid_to: date | None = None
    active: bool = True
    name_en: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class OverrideDraft:
    """An owner's override as somebody wrote it: of one asset, a kind of asset, or a shape.

    `shape` is in WGS84 lon, lat; `lead` may be `owner` where the asset has one with a station.
    """

    code: str
    name: str
    class_pattern: str
    lead: str
    assists: tuple[str, ...] = ()
    asset_code: str | None = None
    asset_kind: str | None = None
    shape: BaseGeometry | None = None
    buffer_m: float = 0.0
    priority: int = 0
    active: bool = True
    name_en: str | None = None
    note: str | None = None
