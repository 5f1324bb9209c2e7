"""Takes in together what comes at the same moment: one transaction, each with its own answer.

Every report is placed, routed and answered exactly as by itself; what is shared are the round
trips to the database and the commit, which cost several times more than the work itself.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from gisgrid import grid
from gisgrid.cases import arrivals
from gisgrid.cases.rules import NewReport
from gisgrid.cases.service.batch import announce_all, write
from gisgrid.cases.service.intake import drafted, refuse
from gisgrid.cases.service.keys import key_row, once_given
from gisgrid.cases.service.receipts import Receipt, receipt_of
from gisgrid.cases.service.routing import Promises
from gisgrid.cases.service.rows import Draft
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Problem

Outcome = Receipt | Problem


def submit_together(tx: Session, reports: Sequence[NewReport]) -> list[Outcome]:
    """Take reports of unsigned people in; what is wrong with one is that one's answer alone.

    No key may come twice in one call: the second is to be asked after the commit.
    """
    book, promises = grid.book(tx), Promises(tx, clock.now())
    drafts = [_drafted(tx, new, book, promises) for new in reports]
    receipts = {d.id: receipt_of(d) for d in drafts if isinstance(d, Draft)}
    fresh = _fresh(tx, [d for d in drafts if isinstance(d, Draft)], receipts)
    if fresh:
        write(tx, list(fresh.values()))
        announce_all(tx, list(fresh.values()))
    named = _with_leaders(tx, receipts)
    return [
        one if isinstance(one, Problem) else named[one.id] if one.id in fresh else _again(tx, one)
        for one in drafts
    ]


def _drafted(
    tx: Session, new: NewReport, book: grid.GridBook, promises: Promises
) -> Draft | Problem:
    try:
        refuse(new, None)
        return drafted(tx, new, None, book, promises)
    except Problem as problem:
        return problem


def _fresh(tx: Session, drafts: list[Draft], receipts: dict[int, Receipt]) -> dict[int, Draft]:
    """Remember the keys, in one order everywhere so that nobody waits in a ring."""
    rows = [row for d in drafts if (row := key_row(d.new, receipts[d.id], d.at)) is not None]
    rows.sort(key=lambda row: str(row["key"]))
    unknown = arrivals.remember(tx, rows) if rows else set()
    return {
        d.id: d for d in drafts if d.new.idempotency_key is None or d.new.idempotency_key in unknown
    }


def _with_leaders(tx: Session, receipts: dict[int, Receipt]) -> dict[int, Receipt]:
    wanted = {r.leader_person_id for r in receipts.values() if r.leader_person_id is not None}
    names = arrivals.leaders(tx, wanted) if wanted else {}
    return {i: replace(r, leader=names.get(r.leader_person_id or 0)) for i, r in receipts.items()}


def _again(tx: Session, draft: Draft) -> Outcome:
    try:
        return once_given(tx, draft.new)
    except Problem as problem:
        return problem
