"""Filing (立案): a condition of the case's own class, and the deadlines that go with it."""

from datetime import datetime

from sqlalchemy.orm import Session

from gisgrid import duties
from gisgrid.cases.ports import deadlines_of
from gisgrid.cases.rules.intake import never_later
from gisgrid.cases.tables import CaseFile
from gisgrid.kernel.errors import Invalid


def refuse_condition(tx: Session, case: CaseFile, condition_id: object) -> None:
    """Refuse a filing condition that is not one of the case's class."""
    if case.class_id is None:
        raise Invalid("案件还没有类别，请先选定类别再立案。")
    known = duties.conditions(tx, case.class_id)
    if condition_id not in {one.id for one in known}:
        choices = [{"id": one.id, "name": one.name} for one in known]
        raise Invalid("立案条件不属于本案的类别，请从 choices 中选一个。", choices=choices)


def start_clocks(tx: Session, case: CaseFile, at: datetime) -> None:
    """Give the case the deadlines of its condition; they are provisional no longer.

    The order's own clock starts at its dispatch, and may move them then.
    """
    if case.condition_id is None:
        return
    due = deadlines_of(tx, duties.limits(tx, case.condition_id), at)
    case.respond_due = never_later(due.respond, case.external_deadline)
    case.solve_due = never_later(due.solve, case.external_deadline)
    case.provisional = False
