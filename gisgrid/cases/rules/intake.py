"""What a report must be before it becomes a case."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto
from typing import Final, Protocol, TypeVar

from gisgrid.kernel import moments
from gisgrid.kernel.permissions import roles_of


class Source(StrEnum):
    """Who or what reported."""

    CITIZEN = auto()
    OFFICER = auto()
    PATROL = auto()
    HOTLINE = auto()
    PLATFORM = auto()
    CAMERA = auto()
    GAUGE = auto()
    DRONE = auto()
    UNIT = auto()
    ENTERPRISE = auto()


class Origin(StrEnum):
    """三诉三办: handled on complaint, before a complaint, or by the community itself."""

    COMPLAINT = auto()
    BEFORE_COMPLAINT = auto()
    SELF_HANDLED = auto()


@dataclass(frozen=True, slots=True)
class Speaker:
    """What follows from a source: its usual origin, and which posts may report in its name."""

    origin: Origin
    roles: frozenset[str] | None
    """None: anyone, signed in or not."""


COMPLAINT, BEFORE = Origin.COMPLAINT, Origin.BEFORE_COMPLAINT
RELAYED, MACHINE, FIELD = (
    roles_of(verb) for verb in ("report.relayed", "report.machine", "report.field")
)
SOURCES: Final[Mapping[Source, Speaker]] = {
    Source.CITIZEN: Speaker(COMPLAINT, None),
    Source.ENTERPRISE: Speaker(COMPLAINT, None),
    Source.HOTLINE: Speaker(COMPLAINT, RELAYED),
    Source.PLATFORM: Speaker(COMPLAINT, RELAYED),
    Source.OFFICER: Speaker(BEFORE, FIELD),
    Source.PATROL: Speaker(BEFORE, FIELD),
    Source.UNIT: Speaker(BEFORE, FIELD),
    Source.CAMERA: Speaker(BEFORE, MACHINE),
    Source.GAUGE: Speaker(BEFORE, MACHINE),
    Source.DRONE: Speaker(BEFORE, MACHINE),
}
MACHINES: Final = frozenset({Source.CAMERA, Source.GAUGE, Source.DRONE})


@dataclass(frozen=True, slots=True)
class Reporter:
    """The person behind a report; erasable."""

    name: str | None = None
    phone: str | None = None


NOBODY: Final = Reporter()


@dataclass(frozen=True, kw_only=True)
class NewReport:
    """What somebody or something says, as it was said.

    `x`, `y` are lon, lat (degrees) in `datum`; the pair is kept beside its WGS 84 value.
    """

    source: Source
    origin: Origin | None = None
    class_id: int | None = None
    class_key: str | None = None
    """The class written domain/code, for whoever does not know our ids."""
    text: str = ""
    place_text: str = ""
    x: float | None = None
    y: float | None = None
    datum: str = "wgs84"
    accuracy_m: float | None = None
    asset_id: int | None = None
    reporter: Reporter | None = None
    photos: tuple[str, ...] = ()
    external_platform: str | None = None
    external_number: str | None = None
    external_deadline: datetime | None = None
    confidence: float | None = None
    idempotency_key: str | None = None
    request_id: str | None = None
    """The request that brought it, for the log; no part of what was said."""

    def of_class(self, class_id: int) -> "NewReport":
        """Return the same with its class named by our id (`replace` takes ten times as long)."""
        same = object.__new__(NewReport)
        vars(same).update(vars(self), class_id=class_id, class_key=None)
        return same


TEXT_LENGTH: Final = 4000
PHOTOS: Final = 9
ACCURACY_M: Final = 50_000.0


def faults(new: NewReport) -> Iterator[str]:
    """Say in one sentence each what is wrong with a report and how to mend it."""
    if (new.x is None) != (new.y is None):
        yield "经度（lon）和纬度（lat）须同时给出，或都不给。"
    if not (_is_finite(new.x) and _is_finite(new.y)):
        yield "经度、纬度须为有限的数，以度为单位。"
    if not (new.text.strip() or new.class_id is not None or new.class_key):
        yield "请说明发生了什么：给出文字（text）或类别（class_id）。"
    if len(new.text) > TEXT_LENGTH or len(new.place_text) > TEXT_LENGTH:
        yield f"文字过长，最多 {TEXT_LENGTH} 字。"
    if "\0" in _every_word(new):
        yield "文字中含有空字符（NUL），请删去。"
    if len(new.photos) > PHOTOS:
        yield f"照片过多，最多 {PHOTOS} 张。"
    yield from _number_faults(new)
    yield from _external_faults(new)


def _is_finite(number: float | None) -> bool:
    return number is None or math.isfinite(number)


def _every_word(new: NewReport) -> str:
    """Return everything that was said in words, names and numbers of others included."""
    said = new.reporter or NOBODY
    others = (new.class_key, new.external_platform, new.external_number, new.idempotency_key)
    every = (new.text, new.place_text, said.name, said.phone, *others, *new.photos)
    return "".join(filter(None, every))


def _number_faults(new: NewReport) -> Iterator[str]:
    if new.accuracy_m is not None and not 0 <= new.accuracy_m <= ACCURACY_M:
        yield f"定位精度（accuracy_m）须在 0 到 {ACCURACY_M:.0f} 米之间。"
    if new.confidence is not None and not 0 <= new.confidence <= 1:
        yield "置信度（confidence）须在 0 到 1 之间。"


def _external_faults(new: NewReport) -> Iterator[str]:
    if (new.external_number is None) != (new.external_platform is None):
        yield "外部平台的名称（external_platform）和工单号（external_number）须同时给出。"
    deadline = new.external_deadline
    if deadline is not None and deadline.tzinfo is None:
        yield "外部期限（external_deadline）须带时区，例如 2026-11-23T18:00:00+08:00。"
    elif deadline is not None and not moments.is_kept(deadline):
        yield "外部期限（external_deadline）须在公元 1 年至 9999 年之间。"


def may_speak(source: Source, roles: frozenset[str]) -> bool:
    """Tell whether somebody with these posts may report in the name of a source."""
    allowed = SOURCES[source].roles
    return allowed is None or bool(allowed & roles)


class Scored(Protocol):
    """A place that a text may mean."""

    @property
    def score(self) -> float:
        """Return how well the text fits, 0 to 1."""
        ...


AnyPlace = TypeVar("AnyPlace", bound=Scored)
SURE: Final = 0.85
AHEAD: Final = 0.10


def the_one_meant(candidates: Sequence[AnyPlace]) -> AnyPlace | None:
    """Return the place that a text means without doubt, or None.

    Without doubt: the best candidate fits by 0.85 or more, and the next one by 0.10 less.
    """
    ranked = sorted(candidates, key=lambda c: -c.score)
    if not ranked or ranked[0].score < SURE:
        return None
    clear = len(ranked) == 1 or ranked[0].score - ranked[1].score >= AHEAD
    return ranked[0] if clear else None


def never_later(ours: datetime | None, theirs: datetime | None) -> datetime | None:
    """Return our deadline, or the other platform's when that is earlier."""
    known = [due for due in (ours, theirs) if due is not None]
    return min(known, default=None)
