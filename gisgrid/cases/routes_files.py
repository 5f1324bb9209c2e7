"""HTTP of the photos of cases: what is hidden on them, and links that are handed on."""

from datetime import timedelta
from http import HTTPStatus

from fastapi import APIRouter

from gisgrid.cases.schemas import RedactionIn, SharingIn
from gisgrid.cases.service.photos import redact, redactions, share
from gisgrid.files import Box, Picture, Shared
from gisgrid.identity import Signed
from gisgrid.kernel.db import Tx

router = APIRouter(prefix="/api", tags=["cases"])


@router.get("/photos/{photo_id}/redactions")
def list_redactions(photo_id: int, tx: Tx, actor: Signed) -> list[Box]:
    """Return the boxes that lie on a photo of a case now, to whoever may change them."""
    return list(redactions(tx, photo_id, actor))


@router.post("/photos/{photo_id}/redactions", status_code=HTTPStatus.CREATED)
def redact_photo(photo_id: int, said: RedactionIn, tx: Tx, actor: Signed) -> Picture:
    """Hide faces and plates on a photo of a case; who did it is written down.

    The reporter and the handlers see it pixelated; the dispatch side may still open the original.
    """
    return redact(tx, photo_id, said.hidden(), actor)


@router.post("/photos/{photo_id}/links", status_code=HTTPStatus.CREATED)
def share_photo(photo_id: int, said: SharingIn, tx: Tx, actor: Signed) -> Shared:
    """Give a link to one file of a case that opens it for whoever holds it, for some hours.

    The audit keeps who asked for it.
    """
    return share(tx, photo_id, actor, timedelta(hours=said.hours))
