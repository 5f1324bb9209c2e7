"""Contractors: somebody outside, without a login, works on one order through a signed link."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from gisgrid import files
from gisgrid.cases import CaseFile, lock, point_of
from gisgrid.dispatch.queries import orders as rows
from gisgrid.dispatch.rules.limits import LINK_LASTS
from gisgrid.dispatch.rules.links import BadLink, Link, mark, open_link, sign
from gisgrid.dispatch.service.asked import Asked, remark, system
from gisgrid.dispatch.service.mine import is_held
from gisgrid.dispatch.service.spoken import words_of
from gisgrid.dispatch.service.telling import tell
from gisgrid.dispatch.tables import Order
from gisgrid.identity import Actor
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Forbidden, Invalid
from gisgrid.kernel.rows import beyond_scope
from gisgrid.kernel.signing import secret

SPOKEN: Final = "见语音。"
"""What stands in the history where a contractor spoke and wrote nothing."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a contractor sees: the work, the place, the day; nobody's name or telephone."""

    number: str
    text: str
    place_text: str
    task: str | None
    told: str | None
    """What the station wrote when it gave the order to the contractor."""
    contractor: str | None
    solve_due: datetime | None
    status: str
    lon: float | None
    lat: float | None


def link_of(tx: Session, case: CaseFile, order_id: int, actor: Actor) -> str:
    """Return the token of the link for an order's contractor, to whoever holds the order."""
    order = _under_way(tx, case.id, order_id)
    if not is_held(order, Asked(actor)):
        raise Forbidden("只有承办该派单的工作站可以生成外包链接。")
    if order.contractor is None:
        raise Invalid("该派单没有交给外包单位；请先用 assign_onward 指明 contractor。")
    until, whose = clock.now() + LINK_LASTS, mark(order.contractor)
    return sign(Link(case.id, order.id, until, whose), secret())


def sheet(tx: Session, token: str) -> Sheet:
    """Return what a link shows."""
    link = open_link(token, secret(), clock.now())
    with beyond_scope(tx):
        case, order = _opened(tx, link)
        told = rows.said_onward(tx, case.id, order.id)
    lon, lat = point_of(case) or (None, None)
    return Sheet(
        number=case.number,
        text=case.text,
        place_text=case.place_text,
        task=order.task,
        told=told,
        contractor=order.contractor,
        solve_due=order.solve_due,
        status=order.status,
        lon=lon,
        lat=lat,
    )


def report_done(
    tx: Session, token: str, note: str, photos: tuple[str, ...], voice: str | None = None
) -> None:
    """Write down what the contractor says; the station looks at it and feeds back itself.

    Raises:
        Wordless: it is neither written nor spoken.
        UnknownReference: a photo or the voice note is none of ours, or was used before.
    """
    link, found = open_link(token, secret(), clock.now()), files.read_photos(photos)
    said, spoken = words_of(note, voice)
    with beyond_scope(tx):
        case, order = _opened(tx, link)
        codes = {"order": order.id, "contractor": True, "photos": list(found.names)}
        told = {"voice": list(spoken.names)} if spoken.names else {}
        taken = remark(tx, case, system(said), said or SPOKEN, **codes, **told)
        files.attach(tx, (*found.ids, *spoken.ids), files.Owner(case.id, step_seq=taken.seq))
        key = f"contractor:{order.id}:{taken.seq}"
        tell(tx, case, "contractor_done", key, station_id=order.station_id, due=order.solve_due)


def _opened(tx: Session, link: Link) -> tuple[CaseFile, Order]:
    case = lock(tx, link.case_id)
    order = _under_way(tx, link.case_id, link.order_id)
    if order.contractor is None or mark(order.contractor) != link.whose:
        raise BadLink("该派单已不再由外包单位办理。")
    return case, order


def _under_way(tx: Session, case_id: int, order_id: int) -> Order:
    found = next((one for one in rows.under_way(tx, case_id) if one.id == order_id), None)
    if found is None:
        raise BadLink("该派单已经结束。")
    return found
