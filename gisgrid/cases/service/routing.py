"""Who answers for a report, whether it is filed at once, and by when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from gisgrid import duties
from gisgrid.cases.ports import Due, deadlines_of
from gisgrid.cases.rules import NewReport
from gisgrid.cases.rules.intake import never_later
from gisgrid.cases.service.placing import Placed

QUEUED = duties.Filing(kind="queue", condition_id=None, policy_id=None)


@dataclass(frozen=True, slots=True)
class Routed:
    """Who answers, why, and what policy says about filing."""

    case_class: duties.ClassEntry | None = None
    assignment: duties.Assignment | None = None
    filing: duties.Filing = QUEUED
    suggestions: tuple[duties.Suggestion, ...] = ()
    unrouted: str | None = None

    @property
    def lead(self) -> int | None:
        """Return the one station that answers."""
        return self.assignment.lead if self.assignment else None

    @property
    def emergency(self) -> bool:
        """Tell whether the case may be dispatched first and filed after."""
        urgent = self.case_class is not None and self.case_class.emergency
        return urgent or self.filing.kind == "dispatch_first"

    @property
    def first(self) -> bool:
        """Tell whether policy dispatches the case at once, to be filed after."""
        return self.filing.kind == "dispatch_first" and self.lead is not None

    @property
    def filed(self) -> bool:
        """Tell whether policy files the case without a hand."""
        return self.filing.kind == "file" and self.filing.condition_id is not None


class Policies:
    """What policy does with a report of a source, class and confidence; asked once for each."""

    def __init__(self, tx: Session) -> None:
        """Start with nothing asked yet."""
        self._tx = tx
        self._known: dict[tuple[str, int | None, float | None], duties.Filing] = {}

    def of(self, source: str, class_id: int | None, confidence: float | None) -> duties.Filing:
        """Return the filing, whether or not anybody answers at the place."""
        key = source, class_id, confidence
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = duties.filing(self._tx, *key)
        return found


def route(tx: Session, new: NewReport, placed: Placed, at: datetime) -> Routed:
    """Return who answers; without a class or a place the case waits, never by a silent guess."""
    assignment = duties.assign(tx, question(new, placed, at))
    return judged(tx, new, placed, assignment, Policies(tx))


def judged(
    tx: Session,
    new: NewReport,
    placed: Placed,
    assignment: duties.Assignment,
    policies: Policies,
) -> Routed:
    """Return what follows from an assignment: filed by policy, queued, or unrouted and why."""
    found = duties.case_class(tx, new.class_id) if new.class_id is not None else None
    if assignment.lead is None:
        why = placed.missing if assignment.unrouted == "place_missing" else assignment.unrouted
        suggestions = _suggested(tx, new) if found is None else ()
        return Routed(found, assignment, suggestions=suggestions, unrouted=why)
    filing = policies.of(new.source, new.class_id, new.confidence)
    return Routed(found, assignment, filing)


def question(new: NewReport, placed: Placed, at: datetime) -> duties.Question:
    """Return what is asked of the duties."""
    return duties.Question(
        class_id=new.class_id,
        located=placed.located,
        lon=placed.lon,
        lat=placed.lat,
        at=at,
        asset_id=new.asset_id,
    )


def due_of(tx: Session, routed: Routed, external: datetime | None, start: datetime) -> Due:
    """Return the deadlines from now on; those of another platform are never exceeded."""
    ours = deadlines_of(tx, _limits(tx, routed), start)
    return Due(never_later(ours.respond, external), never_later(ours.solve, external))


class Promises:
    """Deadlines from one moment on: the calendar is asked once for each kind of case."""

    def __init__(self, tx: Session, at: datetime) -> None:
        """Start with nothing promised yet."""
        self._tx, self.at = tx, at
        self._known: dict[object, Due] = {}

    def of(self, routed: Routed, external: datetime | None) -> Due:
        """Return the deadlines of a case, never later than those of another platform."""
        kind = routed.case_class.id if routed.case_class else None
        key = kind, routed.filing.condition_id, external
        if key not in self._known:
            self._known[key] = due_of(self._tx, routed, external, self.at)
        return self._known[key]


def _limits(tx: Session, routed: Routed) -> duties.Limits | None:
    """Return the limits of the condition, or the class's fastest while none is chosen."""
    if routed.filing.condition_id is not None:
        return duties.limits(tx, routed.filing.condition_id)
    return duties.fastest_limits(tx, routed.case_class.id) if routed.case_class else None


def _suggested(tx: Session, new: NewReport) -> tuple[duties.Suggestion, ...]:
    return tuple(duties.suggest(tx, new.text)) if new.text.strip() else ()
