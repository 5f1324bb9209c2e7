"""Takes many reports in at once: one look-up, one rule book, one statement for all of them.

Each is decided as by itself: what a machine says again is counted at the open case of the same
thing, whether that was there before or is begun by a report of the same batch.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypedDict

from sqlalchemy.orm import Session

from gisgrid import duties, identity
from gisgrid.cases import arrivals
from gisgrid.cases.messages import CaseFiled, CaseRouted, EmergencyRouted, ReportReceived
from gisgrid.cases.rules import NewReport
from gisgrid.cases.service.folding import Arriving, arriving_of, keep_repeats
from gisgrid.cases.service.keys import body_hash
from gisgrid.cases.service.photos import attach_all
from gisgrid.cases.service.placing import places
from gisgrid.cases.service.routing import Policies, Promises, judged, question
from gisgrid.cases.service.rows import Draft, case_row, draft_id, report_row, step_row, steps_of
from gisgrid.cases.service.sifting import Refused, sifted
from gisgrid.kernel import clock
from gisgrid.kernel.db import unanswered
from gisgrid.kernel.messages import Message, publish_many
from gisgrid.kernel.pauses import without_collecting
from gisgrid.kernel.rows import beyond_scope

AT_ONCE: Final = 250
"""Cases that one statement writes."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of a batch of reports."""

    numbers: tuple[str, ...]
    """The new cases'."""
    repeats: int
    """How many reports were counted at an open case of the same thing."""
    known: int
    """How many had been taken in before, by their keys."""
    refused: tuple[Refused, ...]


@without_collecting()
def submit_many(
    tx: Session, reports: Sequence[NewReport], actor: identity.Actor | None = None
) -> Batch:
    """Take many reports in; each good one becomes a case or a repeat, whatever its neighbours are.

    A report whose idempotency key is known is counted and left alone, so that an interrupted
    import can simply be run again.
    """
    good, refused = sifted(tx, reports, actor)
    fresh, at, policies = _fresh(tx, good), clock.now(), Policies(tx)
    with beyond_scope(tx):
        arriving = arriving_of(tx, fresh, at, policies)
    new = [one for one in arriving if one.into is None]
    drafts = list(_drafts(tx, new, actor, Promises(tx, at), policies))
    write(tx, drafts)
    announce_all(tx, drafts)
    with beyond_scope(tx):
        repeats = keep_repeats(tx, arriving, at)
    numbers = tuple(draft.number for draft in drafts)
    return Batch(numbers, repeats, len(good) - len(fresh), tuple(refused))


def _fresh(tx: Session, good: list[NewReport]) -> list[NewReport]:
    """Return the reports whose keys were not known; a key counts once within the batch too."""
    rows = {
        new.idempotency_key: {
            "key": new.idempotency_key,
            "body_hash": f"\\x{body_hash(new).hex()}",
            "answer": {},
            "at": clock.now().isoformat(),
        }
        for new in good
        if new.idempotency_key is not None
    }
    unknown = arrivals.remember(tx, list(rows.values())) if rows else set()
    return [new for new in good if _is_first(new.idempotency_key, unknown)]


def _is_first(key: str | None, unknown: set[str]) -> bool:
    if key is None:
        return True
    first = key in unknown
    unknown.discard(key)
    return first


def _drafts(
    tx: Session,
    new: Sequence[Arriving],
    actor: identity.Actor | None,
    promised: Promises,
    policies: Policies,
) -> Iterator[Draft]:
    """Return the new cases; places and duties are asked once for all."""
    said, who = [one.new for one in new], _who(actor)
    placed = places(tx, said, [one.point for one in new])
    asked = [question(one, here, promised.at) for one, here in zip(said, placed, strict=True)]
    assigned = duties.assign_many(tx, asked)
    for one, here, found in zip(new, placed, assigned, strict=True):
        routed = judged(tx, one.new, here, found, policies)
        id_, number = draft_id(one.n, promised.at)
        due = promised.of(routed, one.new.external_deadline)
        if one.began is not None:
            one.began.case_id = id_
        yield Draft(
            id=id_,
            number=number,
            new=one.new,
            placed=here,
            routed=routed,
            due=due,
            at=promised.at,
            **who,
        )


class Speaker(TypedDict):
    """Who reports, as a draft names them."""

    person_id: int | None
    post_id: int | None
    station_id: int | None
    device: str | None


def _who(actor: identity.Actor | None) -> Speaker:
    post = next(iter(actor.posts), None) if actor else None
    return {
        "person_id": actor.person_id if actor else None,
        "post_id": post.id if post else None,
        "station_id": post.station_id if post else None,
        "device": actor.device if actor else None,
    }


def write(tx: Session, drafts: Sequence[Draft]) -> None:
    """Write cases with their reports and first steps, so many in a statement.

    The rows of the next statement are made while the database writes those of the one before.
    """
    if not drafts:
        return
    with unanswered(tx):
        for start in range(0, len(drafts), AT_ONCE):
            arrivals.put(tx, _rows(drafts[start : start + AT_ONCE]))
    attach_all(tx, drafts)


def _rows(drafts: Sequence[Draft]) -> arrivals.Intake:
    steps = [steps_of(draft) for draft in drafts]
    cases = [case_row(draft, those) for draft, those in zip(drafts, steps, strict=True)]
    rows = [step_row(step) for those in steps for step in those]
    return arrivals.Intake(cases, [report_row(draft) for draft in drafts], rows)


def announce_all(tx: Session, drafts: Sequence[Draft]) -> None:
    """Tell the rest what is now true of all of them."""
    led = [draft for draft in drafts if draft.routed.lead is not None]
    _publish(tx, drafts, lambda draft: ReportReceived(draft.id, draft.id))
    _publish(tx, led, lambda draft: CaseRouted(draft.id))
    filed = [draft for draft in led if draft.routed.filed]
    _publish(tx, filed, lambda draft: CaseFiled(draft.id))
    first = [draft for draft in led if draft.routed.first]
    _publish(tx, first, lambda draft: EmergencyRouted(draft.id))


def _publish(tx: Session, drafts: Sequence[Draft], said: Callable[[Draft], Message]) -> None:
    publish_many(tx, [said(d) for d in drafts], [d.new.request_id for d in drafts])
