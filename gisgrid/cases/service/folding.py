"""Folds what machines say again into the open case of the same thing, with a repeat count.

A repeat is a report of its own, kept with the case; the case counts it. No step is taken, for
nothing was decided, and the case's version stays, for a repeat must not disturb whoever works.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from gisgrid import duties
from gisgrid.cases import arrivals
from gisgrid.cases.messages import ReportReceived
from gisgrid.cases.rules import NewReport, Status
from gisgrid.cases.rules.repeats import (
    OpenThings,
    Seen,
    Sighting,
    boxes,
    can_repeat,
)
from gisgrid.cases.service.photos import attach
from gisgrid.cases.service.placing import Point, points_of
from gisgrid.cases.service.routing import Policies
from gisgrid.cases.service.rows import said_row
from gisgrid.kernel import ids
from gisgrid.kernel.messages import publish_many
from gisgrid.kernel.settings import settings

QUEUE: Final = "queue"


@dataclass(slots=True)
class Arriving:
    """A report on its way in: its number and id, its point (WGS 84), the open case it repeats.

    `began` is the case that it begins, when it is of the kind that may be said again.
    """

    new: NewReport
    n: int
    id: int
    point: Point | None
    into: Seen | None = None
    began: Seen | None = None


def arriving_of(
    tx: Session, reports: Sequence[NewReport], at: datetime, policies: Policies
) -> list[Arriving]:
    """Say which reports are repeats; cases of before that they repeat are locked, and open.

    Each is decided in its turn, so that many give what they would give one by one.
    """
    first = ids.month_id(at, 0, settings().tz)
    numbers = arrivals.numbers(tx, len(reports)) if reports else []
    numbered = zip(reports, numbers, points_of(reports), strict=True)
    found = [Arriving(new, n, first + n, point) for new, n, point in numbered]
    kinds = _Kinds(tx, policies)
    sightings = [kinds.sighting(one) for one in found]
    seen = [one for one in sightings if one is not None]
    if seen:
        _fold(tx, found, sightings, _open_before(tx, seen, at), policies)
    return found


def _fold(
    tx: Session,
    arriving: Sequence[Arriving],
    sightings: Sequence[Sighting | None],
    before: Sequence[arrivals.OpenThing],
    policies: Policies,
) -> None:
    """Decide, and decide again without the cases that were closed meanwhile."""
    while True:
        _decide(arriving, sightings, _things(tx, before, sightings, policies))
        wanted = counts_of(arriving)
        closed = wanted.keys() - arrivals.still_open(tx, wanted) if wanted else set()
        if not closed:
            return
        before = [one for one in before if one.case_id not in closed]


def counts_of(arriving: Iterable[Arriving]) -> Counter[int]:
    """Return how many repeats each case has now more."""
    into = (one.into.case_id for one in arriving if one.into is not None)
    return Counter(one for one in into if one is not None)


def keep_repeats(tx: Session, arriving: Sequence[Arriving], at: datetime) -> int:
    """Write the reports that are repeats and count them at their cases; return how many."""
    repeats = [one for one in arriving if one.into is not None and one.into.case_id is not None]
    if not repeats:
        return 0
    arrivals.count_repeats(tx, counts_of(repeats))
    moment = at.isoformat()
    arrivals.add_reports(tx, [_report(one, moment) for one in repeats])
    for one in repeats:
        attach(tx, one.new, one.id, case_of(one))
    _publish(tx, repeats)
    return len(repeats)


class _Kinds:
    """How far a thing of a kind may be the same, and whether policy is sure of it."""

    def __init__(self, tx: Session, policies: Policies) -> None:
        self._tx, self._policies = tx, policies
        self._known: dict[tuple[str, int, float | None], tuple[float, bool] | None] = {}

    def sighting(self, one: Arriving) -> Sighting | None:
        """Return what was seen, if it is of the kind that may be said again."""
        new = one.new
        if one.point is None or new.class_id is None or not can_repeat(new):
            return None
        key = new.source, new.class_id, new.confidence
        if key not in self._known:
            self._known[key] = self._kind(*key)
        kind = self._known[key]
        if kind is None:
            return None
        return Sighting((new.source, new.asset_id, new.class_id), *one.point, *kind)

    def _kind(
        self, source: str, class_id: int, confidence: float | None
    ) -> tuple[float, bool] | None:
        known = duties.case_class(self._tx, class_id)
        if not known.duplicate_radius_m or not known.duplicate_days:
            return None
        policy = self._policies.of(source, class_id, confidence)
        return known.duplicate_radius_m, policy.kind != QUEUE


def _open_before(
    tx: Session, sightings: Sequence[Sighting], at: datetime
) -> list[arrivals.OpenThing]:
    """Return the open cases around all sightings that are young enough for their class."""
    since = {one: at - _days(tx, one) for one in {seen.thing[2] for seen in sightings}}
    first, last = (day.astimezone(settings().tz) for day in (min(since.values()), at))
    months = ids.span_of(first.date(), last.date())
    asked = arrivals.Around(list(boxes(sightings)), min(since.values()), *months)
    known = arrivals.open_things(tx, asked)
    return [one for one in known if one.received_at >= since[one.class_id]]


def _days(tx: Session, class_id: int) -> timedelta:
    return timedelta(days=duties.case_class(tx, class_id).duplicate_days or 0)


def _things(
    tx: Session,
    before: Iterable[arrivals.OpenThing],
    sightings: Sequence[Sighting | None],
    policies: Policies,
) -> OpenThings:
    things = OpenThings(one for one in sightings if one is not None)
    for one in before:
        policy = policies.of(one.source, one.class_id, one.confidence)
        sure = policy.kind != QUEUE or one.status != Status.RECEIVED
        radius_m = duties.case_class(tx, one.class_id).duplicate_radius_m or 0.0
        thing = (one.source, one.asset_id, one.class_id)
        things.add(thing, radius_m, Seen(one.lon, one.lat, sure, one.case_id))
    return things


def _decide(
    arriving: Sequence[Arriving], sightings: Sequence[Sighting | None], things: OpenThings
) -> None:
    for one, what in zip(arriving, sightings, strict=True):
        if what is None:
            continue
        one.into, one.began = things.repeated(what), None
        if one.into is None:
            one.began = Seen(what.lon, what.lat, what.sure)
            things.add(what.thing, what.radius_m, one.began)


def _report(one: Arriving, at: str) -> arrivals.Row:
    return said_row(one.new, one.id, case_of(one), one.point or (None, None), at)


def case_of(one: Arriving) -> int:
    """Return the case that a repeat belongs to."""
    if one.into is None or one.into.case_id is None:
        raise LookupError("this report is no repeat of a case that is written")
    return one.into.case_id


def _publish(tx: Session, repeats: Sequence[Arriving]) -> None:
    said = [ReportReceived(one.id, case_of(one)) for one in repeats]
    publish_many(tx, said, [one.new.request_id for one in repeats])
