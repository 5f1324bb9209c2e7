"""What stops a clock, and only this: an approved extension, the books, a consultation."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from gisgrid.cases import Action, CaseFile, Step
from gisgrid.dispatch.queries import orders as rows
from gisgrid.dispatch.rules.clocks import deadline
from gisgrid.dispatch.rules.codes import MoreTime, OnTheBooks
from gisgrid.dispatch.rules.limits import EXTENSIONS
from gisgrid.dispatch.service.asked import Asked, step
from gisgrid.dispatch.service.calendars import calendar
from gisgrid.dispatch.service.mine import lead_order, own_order
from gisgrid.dispatch.service.reckoning import reckon_case
from gisgrid.dispatch.service.stations import centre
from gisgrid.dispatch.service.telling import tell
from gisgrid.dispatch.tables import ClockPause, Extension, Order
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Conflict, Invalid


class NoExtension(Conflict):
    """No extension may be asked for, or none waits for an answer."""

    title = "No extension here"


def ask_extension(tx: Session, case: CaseFile, asked: Asked) -> Step:
    """Ask for more time, before the deadline and at most twice for an order."""
    order, wanted = own_order(tx, case, asked), asked.read(MoreTime)
    _check_may_ask(tx, order)
    told = asked.saying(order=order.id, amount=float(wanted.amount), unit=str(wanted.unit))
    taken = step(tx, case, Action.ASK_EXTENSION, told)
    tx.add(_extension(order, wanted.amount, wanted.unit, asked.note or ""))
    tx.flush()
    key = f"extension_asked:{taken.seq}"
    tell(tx, case, "extension_asked", key, station_id=centre(tx).id, due=order.solve_due)
    return taken


def _extension(order: Order, amount: Decimal, unit: str, reason: str) -> Extension:
    return Extension(
        case_id=order.case_id,
        order_id=order.id,
        amount=amount,
        unit=unit,
        reason=reason,
        asked_at=clock.now(),
    )


def _check_may_ask(tx: Session, order: Order) -> None:
    if rows.open_extension(tx, order.case_id) is not None:
        raise NoExtension("已有一份延期申请等待审批。")
    if rows.granted(tx, order) >= EXTENSIONS:
        raise NoExtension(f"本派单已延期 {EXTENSIONS} 次，不能再延；确需时间的请申请挂账。")
    if order.solve_due is not None and order.solve_due <= clock.now():
        raise NoExtension("派单已超期，延期须在到期之前申请。")


def grant_extension(tx: Session, case: CaseFile, asked: Asked) -> Step:
    """Grant the extension: the order's clock stands from the asking on, for the time asked."""
    extension = _decide(tx, case, granted=True)
    taken = step(tx, case, Action.GRANT_EXTENSION, asked.saying(order=extension.order_id))
    tx.add(_pause_of(tx, extension, taken))
    _after_decision(tx, case, extension, "extension_granted")
    return taken


def refuse_extension(tx: Session, case: CaseFile, asked: Asked) -> Step:
    """Refuse the extension with a reason; the clock never stopped."""
    extension = _decide(tx, case, granted=False)
    taken = step(tx, case, Action.REFUSE_EXTENSION, asked.saying(order=extension.order_id))
    _after_decision(tx, case, extension, "extension_refused")
    return taken


def _decide(tx: Session, case: CaseFile, *, granted: bool) -> Extension:
    extension = rows.open_extension(tx, case.id)
    if extension is None:
        raise NoExtension("本案没有等待审批的延期申请。")
    extension.granted, extension.decided_at = granted, clock.now()
    return extension


def _pause_of(tx: Session, extension: Extension, taken: Step) -> ClockPause:
    start, found = _after_others(tx, extension), calendar(tx)
    ends = deadline(found, start, extension.amount, extension.unit)
    return _pause(taken, "extension", extension.reason, start, ends, extension.order_id)


def _after_others(tx: Session, extension: Extension) -> datetime:
    """Return when the new time begins: at the asking, or when time granted before has passed."""
    others = (p for p in rows.pauses(tx, extension.case_id) if p.order_id == extension.order_id)
    ends = [p.ends for p in others if p.ends is not None]
    return max([extension.asked_at, *ends])


def _after_decision(tx: Session, case: CaseFile, extension: Extension, kind: str) -> None:
    tx.flush()
    reckon_case(tx, case)
    order = next(one for one in rows.orders(tx, case.id) if one.id == extension.order_id)
    key = f"{kind}:{extension.id}"
    tell(tx, case, kind, key, station_id=order.station_id, due=order.solve_due)


def shelve(tx: Session, case: CaseFile, asked: Asked) -> Step:
    """Put a case on the books until a day, with the reason; every clock of it stands."""
    until = asked.read(OnTheBooks).until
    if until <= clock.now():
        raise Invalid("挂账截止时间须在将来（until）。")
    order = lead_order(tx, case)
    taken = step(tx, case, Action.SHELVE, asked)
    stop_clocks(tx, taken, "on_the_books", asked.note or "", until)
    reckon_case(tx, case)
    tell(tx, case, "on_the_books", f"books:{taken.seq}", station_id=order.station_id, due=until)
    return taken


def resume(tx: Session, case: CaseFile, asked: Asked) -> Step:
    """Take a case off the books; its clocks run on from where they stood."""
    taken = step(tx, case, Action.RESUME, asked)
    start_clocks(tx, case, "on_the_books")
    order = lead_order(tx, case)
    order.status, order.signed_at = "handling", order.signed_at or clock.now()
    case.signed_at = case.signed_at or order.signed_at
    reckon_case(tx, case)
    key = f"resumed:{taken.seq}"
    tell(tx, case, "resumed", key, station_id=order.station_id, due=order.solve_due)
    return taken


def stop_clocks(
    tx: Session, taken: Step, reason: str, note: str, until: datetime | None = None
) -> None:
    """Stop every clock of a case from now on."""
    pause = _pause(taken, reason, note, clock.now(), None, None)
    pause.until = until
    tx.add(pause)
    tx.flush()


def start_clocks(tx: Session, case: CaseFile, reason: str) -> None:
    """Let the clocks of a case run again."""
    for pause in rows.open_pauses(tx, case.id, reason):
        pause.ends = clock.now()
    tx.flush()


def _pause(
    taken: Step,
    reason: str,
    note: str,
    starts: datetime,
    ends: datetime | None,
    order_id: int | None,
) -> ClockPause:
    return ClockPause(
        case_id=taken.case_id,
        order_id=order_id,
        reason=reason,
        note=note,
        starts=starts,
        ends=ends,
        step_seq=taken.seq,
    )
