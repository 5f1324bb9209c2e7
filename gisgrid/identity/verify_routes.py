"""HTTP that verifies the audit's chain in short looks, each where the one before ended.

Begun by a POST, which the audit keeps; gone on with by GETs, which it does not. Whoever walks it
may say "intact" only once the anchors were looked at, and of what was looked at.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from gisgrid.identity.access import Signed
from gisgrid.identity.actors import require
from gisgrid.identity.anchors import Anchorage
from gisgrid.identity.audit import head
from gisgrid.identity.audit_routes import FaultOut
from gisgrid.identity.verifying import Walked, month_faults, verify_entries, verify_links
from gisgrid.kernel.db import Tx
from gisgrid.kernel.rows import beyond_scope

router = APIRouter(prefix="/api", tags=["audit"])


class Part(StrEnum):
    """What of the audit is looked at, in this order."""

    LINKS = "links"
    ENTRIES = "entries"
    ANCHORS = "anchors"


class VerifyIn(BaseModel):
    """Where to go on, as the page before said, and how much to look at."""

    model_config = ConfigDict(extra="forbid")

    part: Part
    cursor: Annotated[int, Field(ge=0, le=2**63 - 1)] = 0
    limit: Annotated[int, Field(ge=1, le=5000)] = 2000


class GoOnOut(BaseModel):
    """Where the next page begins."""

    part: Part
    cursor: int


class VerifiedOut(BaseModel):
    """What one page looked at, what it found, and where to go on; None: all was looked at."""

    part: Part
    checked: int
    """Links, entries or anchors."""
    whole: int
    """How many there are of this part, about: more are written meanwhile."""
    retired: int
    """How many of the links stand for entries in the files of retired months; with the anchors
    how many months are retired."""
    until: datetime | None
    """When the last link of the page was sealed."""
    faults: list[FaultOut]
    next: GoOnOut | None


@router.post("/audit/verify")
def begin_verifying(request: Request, tx: Tx, actor: Signed) -> VerifiedOut:
    """Begin to verify the audit: look at its first links. That it was begun is audited."""
    require(actor, "audit.read")
    with beyond_scope(tx):
        return _page(tx, VerifyIn(part=Part.LINKS), Anchorage.of(request.app.state.settings))


@router.get("/audit/verify")
def go_on_verifying(
    request: Request, tx: Tx, actor: Signed, asked: Annotated[VerifyIn, Query()]
) -> VerifiedOut:
    """Verify the next page of the audit: links, then entries without one, then the anchors."""
    require(actor, "audit.read")
    with beyond_scope(tx):
        return _page(tx, asked, Anchorage.of(request.app.state.settings))


def _page(tx: Session, asked: VerifyIn, place: Anchorage) -> VerifiedOut:
    retired, sealed = place.retired(), head(tx).seq
    match asked.part:
        case Part.LINKS:
            found = verify_links(tx, asked.cursor, asked.limit, retired)
            return _said(asked.part, found, sealed, Part.ENTRIES)
        case Part.ENTRIES:
            found = verify_entries(tx, asked.cursor, asked.limit)
            return _said(asked.part, found, max(sealed - sum(retired.values()), 0), Part.ANCHORS)
        case Part.ANCHORS:
            anchors = sum(1 for _ in place.anchors())
            faults = [*month_faults(tx, retired), *place.faults(tx)]
            return _said(asked.part, Walked(anchors, len(retired), faults, None), anchors, None)


def _said(part: Part, found: Walked, whole: int, then: Part | None) -> VerifiedOut:
    """Tell of a page; at the end of its part the next one begins."""
    after = GoOnOut(part=then, cursor=0) if then else None
    if found.after is not None:
        after = GoOnOut(part=part, cursor=found.after)
    return VerifiedOut(
        part=part,
        checked=found.checked,
        whole=whole,
        retired=found.retired,
        until=found.until,
        faults=[FaultOut.model_validate(one) for one in found.faults],
        next=after,
    )
