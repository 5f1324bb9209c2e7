"""Takes many reports in at once: one look-up, one rule book, one statement for all of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypedDict

from sqlalchemy.orm import Session

from gisgrid import duties, identity
from gisgrid.cases import queries
from gisgrid.cases.messages import CaseFiled, CaseRouted, EmergencyRouted, ReportReceived
from gisgrid.cases.rules import NewReport
from gisgrid.cases.service.intake import body_hash, refuse, with_class
from gisgrid.cases.service.photos import attach_all
from gisgrid.cases.service.placing import check_place, places
from gisgrid.cases.service.routing import Promises, judged, question
from gisgrid.cases.service.rows import Draft, case_row, draft_id, report_row, step_row, steps_of
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Problem
from gisgrid.kernel.messages import Message, publish_many


@dataclass(frozen=True, slots=True)
class Refused:
    """A report that was not taken in: which one of the batch, and why."""

    at: int
    why: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of a batch: the new cases' numbers, what was known already, what was refused."""

    numbers: tuple[str, ...]
    known: int
    refused: tuple[Refused, ...]


def submit_many(
    tx: Session, reports: Sequence[NewReport], actor: identity.Actor | None = None
) -> Batch:
    """Take many reports in; each good one becomes a case, whatever its neighbours are.

    A report whose idempotency key is known is counted and left alone, so that an interrupted
    import can simply be run again.
    """
    good, refused = _sifted(tx, reports, actor)
    fresh = _fresh(tx, good)
    drafts = list(_drafts(tx, fresh, actor))
    write(tx, drafts)
    announce_all(tx, drafts)
    numbers = tuple(draft.number for draft in drafts)
    return Batch(numbers, len(good) - len(fresh), tuple(refused))


def _sifted(
    tx: Session, reports: Sequence[NewReport], actor: identity.Actor | None
) -> tuple[list[NewReport], list[Refused]]:
    """Part what can become a case from what cannot, and say why."""
    good: list[NewReport] = []
    refused: list[Refused] = []
    for at, new in enumerate(reports):
        try:
            refuse(new, actor)
            check_place(new)
            good.append(_known_class(tx, new))
        except Problem as problem:
            refused.append(Refused(at, str(problem)))
    return good, refused


def _known_class(tx: Session, new: NewReport) -> NewReport:
    """Return the report with its class's id; refuse a class that is in no book."""
    named = with_class(tx, new)
    if named.class_id is not None:
        duties.case_class(tx, named.class_id)
    return named


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
    unknown = queries.remember(tx, list(rows.values())) if rows else set()
    return [new for new in good if _is_first(new.idempotency_key, unknown)]


def _is_first(key: str | None, unknown: set[str]) -> bool:
    if key is None:
        return True
    first = key in unknown
    unknown.discard(key)
    return first


def _drafts(tx: Session, fresh: list[NewReport], actor: identity.Actor | None) -> Iterator[Draft]:
    """Return the cases that the reports make; places and duties are asked once for all."""
    at, who = clock.now(), _who(actor)
    placed = places(tx, fresh)
    asked = [question(new, here, at) for new, here in zip(fresh, placed, strict=True)]
    assigned = duties.assign_many(tx, asked)
    promised = Promises(tx, at)
    numbers = queries.numbers(tx, len(fresh)) if fresh else []
    for n, new, here, found in zip(numbers, fresh, placed, assigned, strict=True):
        routed = judged(tx, new, here, found)
        id_, number = draft_id(n, at)
        due = promised.of(routed, new.external_deadline)
        yield Draft(
            id=id_, number=number, new=new, placed=here, routed=routed, due=due, at=at, **who
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
    """Write cases with their reports and first steps in one statement."""
    if not drafts:
        return
    steps = [steps_of(draft) for draft in drafts]
    cases = [case_row(draft, those) for draft, those in zip(drafts, steps, strict=True)]
    rows = [step_row(step) for those in steps for step in those]
    queries.take_in(tx, queries.Intake(cases, [report_row(d) for d in drafts], rows))
    attach_all(tx, drafts)


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
