"""Takes in by itself what a machine says again: counted at its open case, and answered with it."""

from datetime import datetime

from sqlalchemy.orm import Session

from gisgrid.cases import arrivals
from gisgrid.cases.rules import NewReport
from gisgrid.cases.rules.repeats import can_repeat
from gisgrid.cases.service.finding import case
from gisgrid.cases.service.folding import Arriving, arriving_of, case_of, keep_repeats
from gisgrid.cases.service.keys import key_row, once_given
from gisgrid.cases.service.naming import names_of
from gisgrid.cases.service.placing import check_place
from gisgrid.cases.service.receipts import Receipt, follow_token
from gisgrid.cases.service.routing import Policies
from gisgrid.cases.tables import CaseFile
from gisgrid.kernel.rows import beyond_scope


def counted_as_repeat(tx: Session, new: NewReport, at: datetime) -> Receipt | None:
    """Count a report at the open case that it repeats; None when it makes a case of its own.

    The machine need not see the case that it speaks of.
    """
    if not can_repeat(new):
        return None
    check_place(new)
    with beyond_scope(tx):
        (one,) = arriving_of(tx, [new], at, Policies(tx))
        return None if one.into is None else _counted(tx, one, at)


def _counted(tx: Session, one: Arriving, at: datetime) -> Receipt:
    receipt = receipt_of_repeat(tx, case(tx, case_of(one)), one.id)
    row = key_row(one.new, receipt, at)
    if row is not None and not arrivals.remember(tx, [row]):
        return once_given(tx, one.new)
    keep_repeats(tx, [one], at)
    return receipt


def receipt_of_repeat(tx: Session, found: CaseFile, report_id: int) -> Receipt:
    """Return the answer to a repeat: the open case, who has it, and by when."""
    names = names_of(tx, [found])
    routing = found.routing
    named = (names.stations.get(one) for one in routing.get("assists", ()))
    return Receipt(
        report_id=report_id,
        case_id=found.id,
        number=found.number,
        token=follow_token(report_id),
        status=found.status,
        class_name=names.classes.get(found.class_id or 0),
        areas=tuple(names.areas[one] for one in found.path_of_record if one in names.areas),
        lead=names.stations.get(found.lead_station_id or 0),
        assists=tuple(one for one in named if one is not None),
        leader_person_id=found.leader_person_id,
        leader=names.people.get(found.leader_person_id or 0),
        unrouted=found.unrouted,
        emergency=found.emergency,
        provisional=found.provisional,
        respond_due=found.respond_due,
        solve_due=found.solve_due,
        on_border=found.on_border,
        border_m=found.border_m,
        repeated=True,
    )
