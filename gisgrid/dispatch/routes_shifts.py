"""HTTP of the handover of shifts (交接班) at the dispatch desk."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from gisgrid.dispatch.rules.words import Language
from gisgrid.dispatch.schemas_shifts import HandOverIn, HandoverNowOut, HandoverOut, HandoversIn
from gisgrid.dispatch.service import shifts
from gisgrid.dispatch.service.shift_view import ShiftView, running_view, views
from gisgrid.dispatch.tables import ShiftHandover
from gisgrid.dispatch.templates import fill, rules_of
from gisgrid.identity import DOWNLOAD, Actor, Signed
from gisgrid.kernel.db import Tx

router = APIRouter(prefix="/api/shifts", tags=["dispatch"])
Id = Annotated[int, Path(ge=1, lt=2**62)]


def shown(tx: Session, actor: Actor, row: ShiftHandover, lang: Language = "zh") -> ShiftView:
    """Return one handover as its reader sees it."""
    return views(tx, actor, [row], lang)[0]


@router.get("")
def list_shifts(
    tx: Tx, actor: Signed, asked: Annotated[HandoversIn, Query()], lang: Language = "zh"
) -> list[HandoverOut]:
    """List the handovers of one's dispatch desk, the newest first."""
    found = shifts.history(tx, actor, asked.before, asked.limit)
    return [HandoverOut.model_validate(one) for one in views(tx, actor, found, lang)]


@router.get("/now")
def shift_now(tx: Tx, actor: Signed, lang: Language = "zh") -> HandoverNowOut:
    """Return the shift that runs as it would be handed over, and the one that waits."""
    now = shifts.running(tx, actor)
    waits = shown(tx, actor, now.waiting, lang) if now.waiting is not None else None
    running = HandoverOut.model_validate(running_view(tx, actor, now, lang))
    return HandoverNowOut(
        running=running, waiting=HandoverOut.model_validate(waits) if waits else None
    )


@router.post("", status_code=HTTPStatus.CREATED)
def hand_over(said: HandOverIn, tx: Tx, actor: Signed, lang: Language = "zh") -> HandoverOut:
    """End the shift: its summary and one's words wait for whoever takes over."""
    return HandoverOut.model_validate(
        shown(tx, actor, shifts.hand_over(tx, actor, said.note.strip()), lang)
    )


@router.post("/{shift_id}/take")
def take_over(shift_id: Id, tx: Tx, actor: Signed, lang: Language = "zh") -> HandoverOut:
    """Confirm that one has read how the shift was left, and take over."""
    return HandoverOut.model_validate(shown(tx, actor, shifts.take_over(tx, actor, shift_id), lang))


@router.get("/{shift_id}/print", response_class=HTMLResponse, openapi_extra=DOWNLOAD)
def print_shift(shift_id: Id, tx: Tx, actor: Signed) -> HTMLResponse:
    """Return a handover as a page to print and sign."""
    page = fill("shift.html", shift=shown(tx, actor, shifts.handover(tx, actor, shift_id)))
    return HTMLResponse(page, headers=rules_of("shift.html"))
