"""HTTP of dispatch: slips, the board, contractors' links.

The steps themselves are one address of the cases, where our moves are plugged in.
"""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from gisgrid import cases
from gisgrid.dispatch.rules.words import Language
from gisgrid.dispatch.schemas import (
    DoneIn,
    HeldOrderOut,
    LinkOut,
    OpinionIn,
    PresenceIn,
    QueueOut,
    ReadOut,
    SheetOut,
    SlipOut,
    TellingOut,
)
from gisgrid.dispatch.service import contractors, slips
from gisgrid.dispatch.service.board import board as queues
from gisgrid.dispatch.service.held import held_orders
from gisgrid.dispatch.service.sight import visible
from gisgrid.dispatch.service.slip_view import slip_view
from gisgrid.dispatch.service.tellings import tellings
from gisgrid.dispatch.templates import fill, rules_of
from gisgrid.identity import DOWNLOAD, Signed, require
from gisgrid.kernel.db import Tx
from gisgrid.kernel.live import tell_presence

router = APIRouter(prefix="/api", tags=["dispatch"])
HERE_S = 45
"""How long somebody is shown at a case who did not say so again."""


@router.get("/cases/{number}/slip")
def slip(number: str, tx: Tx, actor: Signed, lang: Language = "zh") -> SlipOut:
    """Return the slip of the case's latest dispatch with its five parts."""
    return SlipOut.model_validate(slip_view(tx, visible(tx, number, actor), lang))


@router.get("/cases/{number}/slip.html", response_class=HTMLResponse, openapi_extra=DOWNLOAD)
def slip_page(number: str, tx: Tx, actor: Signed, lang: Language = "zh") -> HTMLResponse:
    """Return the slip as a page to print."""
    found = slip_view(tx, visible(tx, number, actor), lang)
    page = fill("slip.html", slip=found, lang=lang)
    return HTMLResponse(page, headers=rules_of("slip.html"))


@router.post("/cases/{number}/slip/read")
def read_slip(number: str, tx: Tx, actor: Signed) -> ReadOut:
    """Note that the person signed in has read their part of the slip."""
    found = cases.lock(tx, visible(tx, number, actor).id)
    return ReadOut(newly_read=slips.read_slip(tx, found, actor))


@router.post("/cases/{number}/slip/opinion", status_code=HTTPStatus.NO_CONTENT)
def say_opinion(number: str, said: OpinionIn, tx: Tx, actor: Signed) -> None:
    """Write an opinion on one's own part of the slip."""
    found = cases.lock(tx, visible(tx, number, actor).id)
    slips.say_opinion(tx, found, actor, said.opinion, said.voice)


@router.put("/cases/{number}/presence", status_code=HTTPStatus.NO_CONTENT)
def say_presence(number: str, said: PresenceIn, tx: Tx, actor: Signed) -> None:
    """Show others at their desks that one looks at the case; told on the live stream alone."""
    require(actor, "case.accompany")
    found = visible(tx, number, actor)
    if actor.person_id is not None:
        tell_presence(tx, found.id, actor.person_id, HERE_S if said.here else 0)


@router.get("/cases/{number}/notices")
def case_notices(number: str, tx: Tx, actor: Signed) -> list[TellingOut]:
    """List who was told what of a case, and whether they read it."""
    return [TellingOut.of(one) for one in tellings(tx, visible(tx, number, actor), actor)]


@router.get("/cases/{number}/orders/{order_id}/link")
def contractor_link(number: str, order_id: int, tx: Tx, actor: Signed) -> LinkOut:
    """Return the signed link for the contractor of an order."""
    token = contractors.link_of(tx, visible(tx, number, actor), order_id, actor)
    return LinkOut(token=token, path=f"/api/links/{token}")


@router.get("/links/{token}")
def contractor_sheet(token: str, tx: Tx) -> SheetOut:
    """Return what a contractor sees of the order; the link is the key."""
    return SheetOut.model_validate(contractors.sheet(tx, token))


@router.post("/links/{token}", status_code=HTTPStatus.NO_CONTENT)
def contractor_done(token: str, said: DoneIn, tx: Tx) -> None:
    """Take in what a contractor says is done."""
    contractors.report_done(tx, token, said.note, said.photos, said.voice)


@router.get("/board")
def board(
    tx: Tx,
    actor: Signed,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    lang: Language = "zh",
) -> list[QueueOut]:
    """Return the queues: unrouted, waiting, due within a day, overdue; as far as one may see."""
    return [QueueOut.model_validate(one) for one in queues(tx, actor, limit, lang)]


@router.get("/orders/mine")
def my_orders(tx: Tx, actor: Signed, lang: Language = "zh") -> list[HeldOrderOut]:
    """List the orders that one's stations or oneself hold: under way, and ended within 30 days."""
    return [HeldOrderOut.model_validate(one) for one in held_orders(tx, actor, lang)]
