"""HTTP of a citizen's own reports, behind a code by text message (see identity)."""

from typing import Annotated

from fastapi import APIRouter, Query

from gisgrid.cases import pages
from gisgrid.cases.schemas import Lang, OwnReportsOut
from gisgrid.cases.service.own import own_reports
from gisgrid.identity import Proved
from gisgrid.kernel.db import Tx
from gisgrid.kernel.rows import beyond_scope

router = APIRouter(prefix="/api/citizen", tags=["citizens"])
Before = Annotated[int | None, Query(ge=1, lt=2**63)]
Limit = Annotated[int, Query(ge=1, le=100)]


@router.get("/reports")
def list_own_reports(
    tx: Tx, who: Proved, before: Before = None, limit: Limit = 20, lang: Lang = "zh"
) -> OwnReportsOut:
    """List what was reported from the proved telephone, the latest first, page by page.

    Each line carries the token by which `/api/reports/{token}` follows, rates and reopens.
    """
    with beyond_scope(tx):
        found = own_reports(tx, who.phone, before=before, limit=limit, lang=lang)
        return pages.own_page(found, lang)
