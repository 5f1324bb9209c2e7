"""HTTP of notices: one's inbox."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from gisgrid.identity import Signed
from gisgrid.kernel.db import Tx
from gisgrid.notices import service
from gisgrid.notices.schemas import NoticeOut

router = APIRouter(prefix="/api/notices", tags=["notices"])
Limit = Annotated[int, Query(ge=1, le=200)]


@router.get("")
def inbox(
    request: Request,
    tx: Tx,
    actor: Signed,
    unread: bool = False,  # noqa: FBT001, FBT002 - a filter of the query string
    limit: Limit = 50,
) -> list[NoticeOut]:
    """List what the signed-in person and their stations were told, the latest first."""
    zone = request.app.state.settings.tz
    rows = service.inbox(tx, actor, unread=unread, limit=limit)
    return [NoticeOut.of(row, zone) for row in rows]


@router.post("/{notice_id}/read")
def read(notice_id: int, request: Request, tx: Tx, actor: Signed) -> NoticeOut:
    """Record that a notice was read."""
    return NoticeOut.of(service.read(tx, actor, notice_id), request.app.state.settings.tz)
