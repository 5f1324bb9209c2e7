"""What whoever reported is told at once: the number, who answers, and by when."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from gisgrid import identity
from gisgrid.cases.rules.tokens import token_of
from gisgrid.cases.service.columns import routing_of
from gisgrid.cases.service.routing import Routed
from gisgrid.cases.service.rows import Draft
from gisgrid.kernel.signing import secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The answer to a report; until the case is filed its deadlines are provisional."""

    report_id: int
    case_id: int
    number: str
    token: str
    status: str
    class_name: str | None
    areas: tuple[str, ...]
    lead: str | None
    assists: tuple[str, ...]
    leader_person_id: int | None
    leader: str | None
    unrouted: str | None
    emergency: bool
    provisional: bool
    respond_due: datetime | None
    solve_due: datetime | None
    on_border: bool
    border_m: float | None
    candidates: tuple[Mapping[str, Any], ...] = ()
    suggestions: tuple[Mapping[str, Any], ...] = ()
    repeated: bool = False
    """A machine said again what an open case is about, and is told of that case."""
    replayed: bool = False


MOMENTS: Final = ("respond_due", "solve_due")
LISTS: Final = ("areas", "assists", "candidates", "suggestions")
KEPT: Final = tuple(f.name for f in fields(Receipt) if f.name not in {"token", "replayed"})


def receipt_of(draft: Draft) -> Receipt:
    """Return what is answered to a new report; the leader's name is read while it is written."""
    routed, located = draft.routed, draft.placed.located
    names = _stations(routed)
    routing = routing_of(draft.placed, routed)
    return Receipt(
        report_id=draft.id,
        case_id=draft.id,
        number=draft.number,
        token=follow_token(draft.id),
        status=draft.status,
        class_name=routed.case_class.name if routed.case_class else None,
        areas=draft.placed.areas,
        lead=next(iter(names["lead"]), None),
        assists=names["assist"],
        leader_person_id=routed.assignment.leader_person_id if routed.assignment else None,
        leader=None,
        unrouted=routed.unrouted,
        emergency=routed.emergency,
        provisional=not routed.filed,
        respond_due=draft.due.respond,
        solve_due=draft.due.solve,
        on_border=bool(located and located.on_border),
        border_m=located.border_m if located else None,
        candidates=tuple(routing["candidates"]),  # type: ignore[arg-type]
        suggestions=tuple(routing["suggestions"]),  # type: ignore[arg-type]
    )


def kept(receipt: Receipt) -> dict[str, Any]:
    """Return the receipt as it is remembered for its key: without the token."""
    answer = {name: getattr(receipt, name) for name in KEPT}
    return answer | {name: _iso(answer[name]) for name in MOMENTS}


def again(tx: Session, answer: Mapping[str, Any]) -> Receipt:
    """Return the receipt that was once given, told to be the same one."""
    known = {name: answer.get(name, False) for name in KEPT}
    known |= {name: _moment(answer[name]) for name in MOMENTS}
    known |= {name: tuple(answer[name]) for name in LISTS}
    known["leader"] = _leader(tx, answer["leader_person_id"])
    return Receipt(**known, token=follow_token(answer["report_id"]), replayed=True)


def follow_token(report_id: int) -> str:
    """Return the signed token by which a report is followed."""
    return token_of(report_id, secret())


def _stations(routed: Routed) -> dict[str, tuple[str, ...]]:
    """Return the names of the lead and of the assisting stations, as the reasons name them."""
    reasons = routed.assignment.reasons if routed.assignment else ()
    return {
        part: tuple(str(one["name"]) for one in reasons if one["code"] == part)
        for part in ("lead", "assist")
    }


def _leader(tx: Session, person_id: int | None) -> str | None:
    known = identity.people(tx, [person_id]) if person_id is not None else {}
    return known[person_id].name if person_id in known else None


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
