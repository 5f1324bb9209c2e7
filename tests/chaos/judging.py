"""What must be true afterwards, whatever was killed: judged from what the clients remember."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid import cases
from gisgrid.cases.rules import Action, Status, destination, move_of
from tests.chaos.history import History

REPORTS = text("""
    SELECT r.idempotency_key, r.text, c.number
    FROM report AS r JOIN case_file AS c ON c.id = r.case_id
""")
STEPS = text("""
    SELECT c.number, c.filed_at IS NOT NULL, s.seq, s.action, s.from_status, s.to_status
    FROM step AS s JOIN case_file AS c ON c.id = s.case_id
    ORDER BY s.case_id, s.seq
""")
NO_ORDER = text("""
    SELECT c.number FROM case_file AS c
    WHERE c.filed_at IS NOT NULL AND c.lead_station_id IS NOT NULL AND 1 <> (
        SELECT count(*) FROM dispatch_order AS o WHERE o.case_id = c.id AND o.party = 'lead')
""")
NO_SLIP = text("""
    SELECT c.number, o.round FROM dispatch_order AS o JOIN case_file AS c ON c.id = o.case_id
    WHERE o.party = 'lead' AND 5 <> (
        SELECT count(*) FROM slip AS s JOIN slip_recipient AS p ON p.slip_id = s.id
        WHERE s.case_id = o.case_id AND s.round = o.round)
""")
TOLD_TWICE = text("""
    SELECT case_id, kind, to_person_id, to_station_id, count(*) FROM notice
    WHERE kind IN ('dispatched', 'slip')
    GROUP BY case_id, kind, to_person_id, to_station_id HAVING count(*) > 1
""")
NOT_TOLD = text("""
    SELECT c.number FROM dispatch_order AS o JOIN case_file AS c ON c.id = o.case_id
    WHERE NOT EXISTS (
        SELECT FROM notice AS n WHERE n.case_id = o.case_id AND n.kind = 'dispatched'
        AND n.to_station_id = o.station_id)
""")
LEFT = text("SELECT task_name, status::text FROM procrastinate_jobs")


def faults(tx: Session, history: History) -> Iterator[str]:
    """Say everything that is not as it was promised."""
    yield from (f"an answer nobody should get: {one}" for one in history.wrong)
    yield from report_faults(tx, history)
    yield from step_faults(tx, history)
    yield from chain_faults(tx)
    for words, query in (
        ("a filed case has not one lead order", NO_ORDER),
        ("an order has no slip of five", NO_SLIP),
        ("somebody was told twice", TOLD_TWICE),
        ("a station was not told of its order", NOT_TOLD),
        ("a job was left", LEFT),
    ):
        yield from (f"{words}: {tuple(row)}" for row in tx.execute(query))


def report_faults(tx: Session, history: History) -> Iterator[str]:
    """Find acknowledged reports that are missing, doubled or changed, and any that is doubled."""
    if not history.acknowledged:
        yield "no report was acknowledged"
    rows = [tuple(row) for row in tx.execute(REPORTS)]
    known = {key: (words, number) for key, words, number in rows}
    for one in history.acknowledged:
        if known.get(one.key) != (one.text, one.number):
            yield f"acknowledged as {one.number}, found as {known.get(one.key)}"
    for what, count in Counter([key for key, _, _ in rows]).items():
        if count > 1:
            yield f"{what} is there {count} times"
    strange = set(known) - {one.key for one in history.reports} - {"peace"}
    yield from (f"nobody reported {key}" for key in strange)


def step_faults(tx: Session, history: History) -> Iterator[str]:
    """Find acknowledged steps that are missing, and steps that NEXT does not allow."""
    known: dict[tuple[str, int], str] = {}
    before: dict[str, str | None] = {}
    for number, filed, seq, action, old, new in tx.execute(STEPS):
        known[number, seq] = action
        if old != before.get(number):
            yield f"{number}: step {seq} begins at {old}, not at {before.get(number)}"
        if not is_legal(action, old, new, filed=filed):
            yield f"{number}: {action} from {old} to {new} is not in NEXT"
        before[number] = new
    for one in history.steps:
        if known.get((one.number, one.seq)) != one.action:
            yield f"acknowledged {one}, found {known.get((one.number, one.seq))}"


def is_legal(action: str, old: str | None, new: str, *, filed: bool) -> bool:
    """Tell whether the table of the workflow allows a step."""
    if old is None:
        return (action, new) == (Action.REPORT, Status.RECEIVED)
    move = move_of(Action(action), Status(old))
    return move is not None and destination(move, Status(old), filed=filed, before=None) == new


def chain_faults(tx: Session) -> Iterator[str]:
    """Verify every case's hash chain: order, heads and digests."""
    for one in cases.verify_all(tx):
        if one.fault:
            yield f"{one.number}: {one.fault}"
