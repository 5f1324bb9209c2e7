"""After the feedback: the check on site, rework, and what other steps do to the orders."""

from sqlalchemy.orm import Session

from gisgrid.cases import Action, CaseFile, Step
from gisgrid.dispatch.queries import orders as rows
from gisgrid.dispatch.rules.codes import Stations
from gisgrid.dispatch.service.asked import Asked, step
from gisgrid.dispatch.service.mine import lead_order
from gisgrid.dispatch.service.orders import Round, apply_limits, end_orders, open_rounds
from gisgrid.dispatch.service.telling import tell


def check_pass(tx: Session, case: CaseFile, asked: Asked) -> Step:
    """Find the work done, on site; every order of the case is done."""
    taken = step(tx, case, Action.CHECK_PASS, asked)
    end_orders(tx, case, "done")
    return taken


def check_fail(tx: Session, case: CaseFile, asked: Asked) -> Step:
    """Find the work not done: the same stations get a new round with its own clocks."""
    before = rows.under_way(tx, case.id)
    lead = lead_order(tx, case)
    to = Stations(
        lead=lead.station_id,
        assists=tuple(one.station_id for one in before if one.party == "assist"),
    )
    number = rows.last_round(tx, case.id) + 1
    taken = step(tx, case, Action.CHECK_FAIL, asked.saying(round=number))
    end_orders(tx, case, "done")
    open_rounds(tx, [Round(case, to, number, "rework")])
    return taken


def file_after(tx: Session, case: CaseFile, asked: Asked) -> Step:
    """File a case; an emergency that was dispatched first gets the limits of its condition."""
    taken = step(tx, case, Action.FILE, asked)
    apply_limits(tx, case)
    return taken


def supervise(tx: Session, case: CaseFile, asked: Asked) -> Step:
    """Press a case (督办): its stations and its grid leader are told so at once."""
    taken = step(tx, case, Action.SUPERVISE, asked)
    for order in rows.under_way(tx, case.id):
        key = f"supervised:{taken.seq}:{order.id}"
        tell(tx, case, "supervised", key, station_id=order.station_id, due=order.solve_due)
    if case.leader_person_id is not None:
        key = f"supervised:{taken.seq}:leader"
        tell(tx, case, "supervised", key, person_id=case.leader_person_id)
    return taken
