"""Takes a step: the only way in which a case changes its status."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from gisgrid import identity
from gisgrid.cases.messages import CaseFiled, SolvedOnSpot, StepTaken
from gisgrid.cases.rules import (
    Action,
    Brought,
    Facts,
    Move,
    Side,
    Status,
    acting_post,
    destination,
    missing,
    move_of,
    moves_from,
)
from gisgrid.cases.rules.history import COLUMNS, Entry, sealed
from gisgrid.cases.rules.needs import SHORTAGE
from gisgrid.cases.service.filing import refuse_condition, start_clocks
from gisgrid.cases.service.finding import facts_of
from gisgrid.cases.service.marks import mark
from gisgrid.cases.service.personal import sealed_payload
from gisgrid.cases.service.refusals import NotNow, NotYours, StepLacks
from gisgrid.cases.tables import CaseFile, Step
from gisgrid.kernel import chain, clock
from gisgrid.kernel.errors import Invalid
from gisgrid.kernel.messages import publish


@dataclass(frozen=True, slots=True)
class ReporterSide:
    """Whoever holds the signed token of a report."""


REPORTER: Final = ReporterSide()
Taker = identity.Actor | ReporterSide


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """A step to be taken on a locked case; nothing personal may stand in note or codes."""

    case: CaseFile
    action: Action
    actor: Taker
    note: str | None = None
    codes: Mapping[str, object] | None = None
    personal: Mapping[str, object] | None = None


def take(  # noqa: PLR0913 - the words of the trade, one each
    tx: Session,
    case: CaseFile,
    action: Action,
    *,
    actor: Taker,
    note: str | None = None,
    codes: Mapping[str, object] | None = None,
    personal: Mapping[str, object] | None = None,
) -> Step:
    """Append a step and change the case by it; the row must be locked.

    Nothing personal may stand in note or codes. Checks NEXT, then who, then what must come with
    the action.
    """
    wanted = Taking(
        case=case, action=action, actor=actor, note=note, codes=codes, personal=personal
    )
    return take_all(tx, [wanted])[0]


def take_all(tx: Session, wanted: Sequence[Taking]) -> list[Step]:
    """Append steps, each to a case of its own, and write them all at once."""
    entries = [_checked(tx, one) for one in wanted]
    pairs = [(one.case, entry) for one, entry in zip(wanted, entries, strict=True)]
    steps = [_appended(tx, case, entry) for case, entry in pairs]
    tx.add_all(steps)
    tx.flush()
    for case, entry in pairs:
        _announce(tx, case, entry)
    return steps


def _checked(tx: Session, wanted: Taking) -> Entry:
    """Return the step as it will be written; nothing is changed yet."""
    case, action, actor = wanted.case, wanted.action, wanted.actor
    brought = Brought(wanted.note, wanted.codes or {}, clock.now())
    move = _move(action, Status(case.status))
    facts = facts_of(tx, case, move.who)
    post = post_of(actor, move, facts)
    _refuse_lacking(move, brought, facts)
    if action is Action.FILE:
        refuse_condition(tx, case, brought.codes["condition_id"])
    to = destination(move, facts.status, filed=facts.filed, before=_before(case, action))
    return _entry(case, to, action, brought, who=(actor, post), personal=wanted.personal)


def _move(action: Action, status: Status) -> Move:
    move = move_of(action, status)
    if move is None:
        allowed = [str(one.action) for one in moves_from(status)]
        raise NotNow(f"案件现为“{status}”，不能做“{action}”。", status=status, possible=allowed)
    return move


def post_of(actor: Taker, move: Move, facts: Facts) -> identity.Post | None:
    """Return the post by which somebody acts; the system and the reporter act without one."""
    if isinstance(actor, ReporterSide):
        allowed = Side.REPORTER in move.who
    elif actor.person_id is None:
        allowed = Side.SYSTEM in move.who or Side.ANYONE in move.who
    else:
        post = acting_post(actor.posts, move, facts)
        if post is not None:
            return post
        allowed = False
    if not allowed:
        raise NotYours(f"您的岗位不能对本案做“{move.action}”。", who=sorted(move.who))
    return None


def _refuse_lacking(move: Move, brought: Brought, facts: Facts) -> None:
    lacking = list(missing(move, brought, facts))
    if not lacking:
        return
    words = " ".join(sentence for _, sentence in lacking)
    kind = NotNow if any(need in SHORTAGE for need, _ in lacking) else StepLacks
    raise kind(words, needs=[need for need, _ in lacking])


def _before(case: CaseFile, action: Action) -> Status | None:
    """Return the status before the merge, when a merge is undone."""
    return Status(case.routing["status_before"]) if action is Action.UNMERGE else None


def _entry(
    case: CaseFile,
    to: Status,
    action: Action,
    brought: Brought,
    *,
    who: tuple[Taker, identity.Post | None],
    personal: Mapping[str, object] | None,
) -> Entry:
    actor, post = who
    said = brought.note
    if isinstance(actor, ReporterSide) and said:
        personal, said = {**(personal or {}), "note": said}, None
    return Entry(
        case_id=case.id,
        seq=case.last_seq + 1,
        action=action,
        from_status=case.status,
        to_status=to,
        at=brought.at,
        person_id=None if isinstance(actor, ReporterSide) else actor.person_id,
        post_id=post.id if post else None,
        station_id=post.station_id if post else None,
        note=said,
        codes=_plain(brought.codes),
        personal=_plain(personal) if personal else None,
    )


def _plain(said: Mapping[str, object]) -> dict[str, object]:
    try:
        return dict(chain.plain(said))  # type: ignore[call-overload, no-any-return]
    except ValueError as reason:
        raise Invalid(f"内容无法保存：{reason}。") from None


def _appended(tx: Session, case: CaseFile, entry: Entry) -> Step:
    """Return the step as the next link, and change what of it the case itself remembers."""
    link = sealed(entry, case.head)
    columns = {name: getattr(entry, name) for name in COLUMNS}
    sealed_part = sealed_payload(case.id, entry.seq, entry.personal)
    links = {name: getattr(link, name) for name in ("salt", "digest", "prev", "hash")}
    mark(case, entry)
    if entry.action == Action.FILE and entry.to_status == Status.FILED:
        start_clocks(tx, case, entry.at)
    case.head, case.last_seq, case.version = link.hash, entry.seq, case.version + 1
    return Step(**columns, **links, personal_sealed=sealed_part)


def _announce(tx: Session, case: CaseFile, entry: Entry) -> None:
    """Tell the rest what is now true."""
    publish(tx, StepTaken(case.id, entry.seq, entry.action))
    if entry.to_status == Status.FILED != entry.from_status:
        publish(tx, CaseFiled(case.id))
    if entry.action == Action.SOLVE_ON_SPOT:
        publish(tx, SolvedOnSpot(case.id))
