"""Takes a report in: placed, routed, filed when policy says so, and answered at once."""

from dataclasses import replace

from sqlalchemy.orm import Session

from gisgrid import duties, files, grid, identity
from gisgrid.cases import arrivals
from gisgrid.cases.messages import CaseFiled, CaseRouted, EmergencyRouted, ReportReceived
from gisgrid.cases.rules import NewReport, Source
from gisgrid.cases.rules.intake import faults, may_speak
from gisgrid.cases.service.keys import key_row, once_given
from gisgrid.cases.service.photos import attach_all
from gisgrid.cases.service.placing import place
from gisgrid.cases.service.receipts import Receipt, receipt_of
from gisgrid.cases.service.repeating import counted_as_repeat
from gisgrid.cases.service.routing import Promises, route
from gisgrid.cases.service.rows import Draft, case_row, draft_id, report_row, step_row, steps_of
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Forbidden, Invalid, NotSignedIn
from gisgrid.kernel.messages import publish


class NotAReport(Invalid):
    """A report that cannot become a case; every sentence says how to mend it."""

    title = "This report cannot be taken in"


def submit(tx: Session, new: NewReport, actor: identity.Actor | None = None) -> Receipt:
    """Take a report in and say who answers for it; the same key and body get the same answer.

    What a machine says again is counted at the open case of the same thing, and makes no other.
    """
    refuse(new, actor)
    new, promises = with_class(tx, new), Promises(tx, clock.now())
    repeat = counted_as_repeat(tx, new, promises.at)
    if repeat is not None:
        return repeat
    draft = drafted(tx, new, actor, promises=promises)
    receipt = receipt_of(draft)
    count, leader = arrivals.take_in(tx, _rows(draft, receipt))
    if count == 0:
        return once_given(tx, draft.new)
    attach_all(tx, [draft])
    announce(tx, draft)
    return replace(receipt, leader=leader)


def refuse(new: NewReport, actor: identity.Actor | None) -> None:
    """Refuse what makes no sense, and who may not speak for that source."""
    refuse_nonsense(new)
    refuse_speaker(new.source, actor)


def refuse_nonsense(new: NewReport) -> None:
    """Refuse what can be no report, or names photos that are not ours."""
    wrong = list(faults(new))
    if wrong:
        raise NotAReport(" ".join(wrong), faults=wrong)
    files.read_references(new.photos)


def refuse_speaker(source: Source, actor: identity.Actor | None) -> None:
    """Refuse who may not speak for a source.

    A device's source was held against its token before (`submit_as`).
    """
    roles = actor.roles if actor else frozenset()
    speaks_for_itself = actor is not None and (actor.is_system or actor.device is not None)
    if speaks_for_itself or may_speak(source, roles):
        return
    if actor is None:
        raise NotSignedIn(f"来源为 {source} 的上报须先登录。")
    raise Forbidden(f"您的岗位不能以 {source} 的名义上报。")


def refuse_relayed(new: NewReport) -> None:
    """Refuse from somebody unknown what only platforms and machines may say."""
    relayed = (new.external_platform, new.external_deadline, new.confidence)
    if any(one is not None for one in relayed):
        raise NotSignedIn("外部平台的工单号、期限和置信度只由登录的平台或设备给出，请先登录。")


def drafted(
    tx: Session,
    new: NewReport,
    actor: identity.Actor | None,
    book: grid.GridBook | None = None,
    promises: Promises | None = None,
) -> Draft:
    """Return the case that a report makes, nothing of it written yet.

    Reports that are taken in together share the book and the promises, and so their moment.
    """
    promises = promises or Promises(tx, clock.now())
    at = promises.at
    new = with_class(tx, new)
    placed = place(tx, new, book)
    routed = route(tx, new, placed, at)
    number, name = draft_id(arrivals.numbers(tx)[0], at)
    post = next(iter(actor.posts), None) if actor else None
    return Draft(
        id=number,
        number=name,
        new=new,
        placed=placed,
        routed=routed,
        due=promises.of(routed, new.external_deadline),
        at=at,
        person_id=actor.person_id if actor else None,
        post_id=post.id if post else None,
        station_id=post.station_id if post else None,
        device=actor.device if actor else None,
    )


def with_class(tx: Session, new: NewReport) -> NewReport:
    """Return the report with the id of the class that it names by its key."""
    if new.class_key is None:
        return new
    return new.of_class(duties.class_by_key(tx, new.class_key).id)


def _rows(draft: Draft, receipt: Receipt) -> arrivals.Intake:
    steps = steps_of(draft)
    return arrivals.Intake(
        cases=[case_row(draft, steps)],
        reports=[report_row(draft)],
        steps=[step_row(step) for step in steps],
        key=_remembered(draft, receipt),
        leader=receipt.leader_person_id,
    )


def _remembered(draft: Draft, receipt: Receipt) -> str:
    """Return what is kept for the key, or nothing when there is none."""
    row = key_row(draft.new, receipt, draft.at)
    return arrivals.written(row) if row else arrivals.NO_KEY


def announce(tx: Session, draft: Draft) -> None:
    """Tell the rest what is now true."""
    publish(tx, ReportReceived(draft.id, draft.id))
    if draft.routed.lead is not None:
        publish(tx, CaseRouted(draft.id))
    if draft.routed.filed:
        publish(tx, CaseFiled(draft.id))
    elif draft.routed.first:
        publish(tx, EmergencyRouted(draft.id))
