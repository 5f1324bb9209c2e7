"""HTTP of citizens: their own reports by telephone, and what others reported before them."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request

from gisgrid.cases import pages
from gisgrid.cases.schemas import JoinedOut, JoinIn, Lang, OwnReportsOut
from gisgrid.cases.service.joining import Joining, join
from gisgrid.cases.service.own import own_reports
from gisgrid.identity import Proved
from gisgrid.kernel import limits
from gisgrid.kernel.db import Tx
from gisgrid.kernel.rows import beyond_scope
from gisgrid.kernel.sealing import normal_phone

router = APIRouter(prefix="/api", tags=["citizens"])
Before = Annotated[int | None, Query(ge=1, lt=2**63)]
Limit = Annotated[int, Query(ge=1, le=100)]


@router.get("/citizen/reports")
def list_own_reports(
    tx: Tx, who: Proved, before: Before = None, limit: Limit = 20, lang: Lang = "zh"
) -> OwnReportsOut:
    """List what was reported from the proved telephone, the latest first, page by page.

    Each line carries the token by which `/api/reports/{token}` follows, rates and reopens.
    """
    with beyond_scope(tx):
        found = own_reports(tx, who.phone, before=before, limit=limit, lang=lang)
        return pages.own_page(found, lang)


@router.post("/duplicates/{number}/reports", status_code=HTTPStatus.CREATED)
def join_case(number: str, said: JoinIn, request: Request, tx: Tx) -> JoinedOut:
    """Count a report with an open case that is hinted at from where it is said.

    The token follows that case; rating and reopening are its first reporter's.
    """
    limits.limit_address(request, limits.REPORTS_BY_ADDRESS)
    if said.phone:
        limits.limit(request, limits.REPORTS_BY_PHONE, normal_phone(said.phone)[-11:])
    with beyond_scope(tx):
        found = join(tx, number, Joining(said.lon, said.lat, said.datum, said.text, said.phone))
        return JoinedOut(number=found.number, token=found.token, repeat_count=found.repeat_count)
