"""What merging does to orders: a merged case is worked elsewhere, an unmerged one here again."""

from sqlalchemy.orm import Session

from gisgrid import cases
from gisgrid.cases import CaseFile, Status, Step
from gisgrid.dispatch.queries import orders as rows
from gisgrid.dispatch.rules.codes import Target
from gisgrid.dispatch.service.asked import Asked
from gisgrid.dispatch.service.orders import end_orders
from gisgrid.dispatch.service.reckoning import reckon


def merge(tx: Session, case: CaseFile, asked: Asked) -> Step:
    """Merge a case into another; whoever had an order of it has none any more."""
    taken = cases.merge(tx, case, asked.read(Target).target, actor=asked.actor)
    end_orders(tx, case, "cancelled")
    return taken


def unmerge(tx: Session, case: CaseFile, asked: Asked) -> Step:
    """Take a case out again; if it was dispatched, the orders of its last round are open again."""
    taken = cases.unmerge(tx, case, actor=asked.actor)
    if case.status == Status.DISPATCHED:
        for order in rows.of_round(tx, case.id, rows.last_round(tx, case.id)):
            order.status, order.ended_at = "handling" if order.signed_at else "dispatched", None
            tx.flush()
            reckon(tx, case, order)
    return taken
