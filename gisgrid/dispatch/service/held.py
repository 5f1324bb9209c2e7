"""What lies on a unit's or a station's desk: its orders, each with its case and its clocks."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy.orm import Session

from gisgrid import duties
from gisgrid.cases import CaseFile, reach
from gisgrid.dispatch.queries import held as rows
from gisgrid.dispatch.queries.orders import standing
from gisgrid.dispatch.rules.words import Language, named
from gisgrid.dispatch.service.calendars import calendar
from gisgrid.dispatch.service.page import Shown, names_behind, order_shown
from gisgrid.identity import Actor
from gisgrid.kernel import clock

ENDED_SHOWN: Final = timedelta(days=30)
"""How long an order is shown that was handed back, referred or done."""


def held_orders(tx: Session, actor: Actor, language: Language, limit: int = 200) -> list[Shown]:
    """Return the actor's orders under way and lately ended, the earliest deadline first."""
    since = clock.now() - ENDED_SHOWN
    found = rows.held_orders(tx, actor, reach(tx, actor), since, limit)
    if not found:
        return []
    cases = {case.id: case for _, case in found}
    pauses, names = rows.pauses_of(tx, cases), names_behind(tx, [order for order, _ in found])
    days, titles = calendar(tx), _classes(tx, list(cases.values()), language)
    return [
        order_shown(days, order, standing(pauses[case.id], order.id), names, language)
        | {"case": _case(case, titles)}
        for order, case in found
    ]


def _classes(tx: Session, cases: Sequence[CaseFile], language: Language) -> dict[int, str]:
    known = (
        duties.case_class(tx, one) for one in {c.class_id for c in cases if c.class_id is not None}
    )
    return {one.id: named(one, language) for one in known}


def _case(case: CaseFile, titles: dict[int, str]) -> Shown:
    said = ("number", "status", "text", "place_text", "emergency", "repeat_count", "received_at")
    return {name: getattr(case, name) for name in said} | {
        "class_name": titles.get(case.class_id) if case.class_id is not None else None
    }
