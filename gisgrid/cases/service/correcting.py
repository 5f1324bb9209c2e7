"""Gives a waiting case its class or its place, and asks again who answers."""

from dataclasses import dataclass

from geoalchemy2 import WKTElement
from geoalchemy2.shape import to_shape
from sqlalchemy.orm import Session

from gisgrid import identity
from gisgrid.cases import queries
from gisgrid.cases.messages import CaseRouted, EmergencyRouted
from gisgrid.cases.rules import Action, NewReport, Source, Status
from gisgrid.cases.service.columns import Row, duty_columns, place_columns
from gisgrid.cases.service.placing import Placed, place
from gisgrid.cases.service.routing import Routed, due_of, route
from gisgrid.cases.service.steps import Taker, take
from gisgrid.cases.tables import CaseFile, Step
from gisgrid.kernel import clock
from gisgrid.kernel.messages import publish


@dataclass(frozen=True, slots=True)
class Correction:
    """What an acceptor found out: the class, the point, or better words for the place."""

    class_id: int | None = None
    x: float | None = None
    y: float | None = None
    datum: str = "wgs84"
    place_text: str | None = None


def reroute(
    tx: Session, case: CaseFile, found: Correction, *, actor: Taker, note: str | None = None
) -> Step:
    """Route a locked case anew; policy may then file it as if it had come so."""
    new = _as_reported(tx, case, found, by_hand=actor != identity.system_actor())
    placed = place(tx, new)
    routed = route(tx, new, placed, clock.now())
    step = take(tx, case, Action.REROUTE, actor=actor, note=note, codes=_codes(placed, routed))
    _change(case, place_columns(placed) | duty_columns(placed, routed))
    due = due_of(tx, routed, case.external_deadline, case.received_at)
    case.respond_due, case.solve_due = due.respond, due.solve
    _follow(tx, case, routed)
    return step


def _as_reported(tx: Session, case: CaseFile, found: Correction, *, by_hand: bool) -> NewReport:
    """Return the report as it would have been with what is known now.

    Somebody who corrects a case by hand is sure of it; the system is as sure as the report was.
    """
    first = next(iter(queries.reports(tx, case.id)), None)
    x, y, datum = found.x, found.y, found.datum
    if x is None and found.place_text is None and case.point is not None:
        (x, y), datum = to_shape(case.point).coords[0], "wgs84"
    return NewReport(
        source=Source(case.source),
        class_id=found.class_id if found.class_id is not None else case.class_id,
        text=case.text,
        place_text=found.place_text or case.place_text,
        x=x,
        y=y,
        datum=datum,
        asset_id=first.asset_id if first else None,
        confidence=first.confidence if first and not by_hand else None,
    )


def _codes(placed: Placed, routed: Routed) -> Row:
    located = placed.located
    codes: Row = {
        "class_id": routed.case_class.id if routed.case_class else None,
        "edition_id": located.edition_id if located else None,
        "area_id": located.leaf if located else None,
        "unrouted": routed.unrouted,
    }
    return codes | ({"lead": routed.lead} if routed.lead is not None else {})


KEPT = frozenset({"condition_id", "stations"})


def _change(case: CaseFile, columns: Row) -> None:
    """Write the new place and duty; what was filed and who had it stay."""
    for name, value in columns.items():
        if name not in KEPT:
            setattr(case, name, _mapped(name, value))


def _mapped(name: str, value: object) -> object:
    """Return a column of the intake's rows as the mapping keeps it."""
    if name == "point":
        return WKTElement(str(value), extended=True)
    return list(value) if isinstance(value, tuple) else value


def _follow(tx: Session, case: CaseFile, routed: Routed) -> None:
    if routed.lead is None:
        return
    publish(tx, CaseRouted(case.id))
    if case.status != Status.RECEIVED:
        return
    if routed.filed:
        codes = {"condition_id": routed.filing.condition_id, "policy_id": routed.filing.policy_id}
        take(tx, case, Action.FILE, actor=identity.system_actor(), codes=codes)
    elif routed.first:
        publish(tx, EmergencyRouted(case.id))
