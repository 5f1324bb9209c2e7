"""HTTP of the audit: who did what, for the audit administrator alone."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from gisgrid.identity.access import Signed
from gisgrid.identity.actors import require
from gisgrid.identity.anchors import Anchorage
from gisgrid.identity.audit import Kind, head
from gisgrid.identity.audit_tables import AuditEntry, AuditLink
from gisgrid.identity.tables import Person
from gisgrid.identity.trail import DOWNLOAD
from gisgrid.kernel.db import Tx
from gisgrid.kernel.rows import beyond_scope

router = APIRouter(prefix="/api", tags=["audit"])
Whole = Annotated[int | None, Field(ge=0, le=2**63 - 1)]


class AuditIn(BaseModel):
    """Which entries to list; `cursor` is the id that ended the page before."""

    model_config = ConfigDict(extra="forbid")

    person: Whole = None
    verb: Annotated[str, Field(max_length=10, pattern=r"^[A-Z]+$")] | None = None
    operation: Annotated[str, Field(max_length=200, pattern=r"^/[^\x00]*$")] | None = None
    object: Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")] | None = None
    since: datetime | None = None
    until: datetime | None = None
    cursor: Whole = None
    limit: Annotated[int, Field(ge=1, le=500)] = 100


class AuditLine(BaseModel):
    """One act or refusal; `seq` is its place in the chain, None until it is sealed."""

    id: int
    at: datetime
    person_id: int | None
    person: str | None
    posts: list[int]
    verb: str
    operation: str
    object: str | None
    status: int
    address: str | None
    request_id: str | None
    reason: str | None
    seq: int | None


class FaultOut(BaseModel):
    """A place at which the audit is not what was written or anchored."""

    model_config = ConfigDict(from_attributes=True)

    kind: Kind
    seq: int | None
    """The place in the chain."""
    entry_id: int | None
    """The entry; of a month that is only partly retired the month's first number."""


class ChainOut(BaseModel):
    """How far the audit is sealed and anchored, and which anchors the chain does not meet."""

    sealed: int
    """The place of the last entry in the chain; 0: nothing is sealed yet."""
    sealed_at: datetime | None
    anchors: int
    anchored: int | None
    """The place that the last anchor holds fast."""
    anchored_at: str | None
    faults: list[FaultOut]


class AuditOut(BaseModel):
    """One page, the newest first, and where the next one begins; None at the end."""

    entries: list[AuditLine]
    cursor: int | None


@router.get("/audit", openapi_extra=DOWNLOAD)
def list_audit(tx: Tx, actor: Signed, asked: Annotated[AuditIn, Query()]) -> AuditOut:
    """List who did what, the newest first; reading it is audited too."""
    require(actor, "audit.read")
    with beyond_scope(tx):
        lines = _lines(tx, asked)
    more = len(lines) > asked.limit
    shown = lines[: asked.limit]
    return AuditOut(entries=shown, cursor=shown[-1].id if more else None)


@router.get("/audit/chain")
def chain_state(request: Request, tx: Tx, actor: Signed) -> ChainOut:
    """Say how far the chain reaches, and whether it meets every anchor outside the database.

    Every single link is looked at by `/api/audit/verify` and `gisgrid audit verify`.
    """
    require(actor, "audit.read")
    anchorage = Anchorage.of(request.app.state.settings)
    anchors = list(anchorage.anchors())
    last = anchors[-1] if anchors else None
    sealed = head(tx)
    return ChainOut(
        sealed=sealed.seq,
        sealed_at=sealed.at,
        anchors=len(anchors),
        anchored=last.seq if last else None,
        anchored_at=last.at if last else None,
        faults=[FaultOut.model_validate(one) for one in anchorage.faults(tx)],
    )


def _lines(tx: Session, asked: AuditIn) -> list[AuditLine]:
    question = (
        select(AuditEntry, Person.name, AuditLink.seq)
        .outerjoin(Person, Person.id == AuditEntry.person_id)
        .outerjoin(AuditLink, AuditLink.entry_id == AuditEntry.id)
        .where(*_filters(asked))
        .order_by(AuditEntry.id.desc())
        .limit(asked.limit + 1)
    )
    return [_line(entry, name, seq) for entry, name, seq in tx.execute(question)]


def _filters(asked: AuditIn) -> list[ColumnElement[bool]]:
    wanted = {
        "person": lambda v: AuditEntry.person_id == v,
        "verb": lambda v: AuditEntry.verb == v,
        "operation": lambda v: AuditEntry.operation == v,
        "object": lambda v: AuditEntry.object == v,
        "since": lambda v: AuditEntry.at >= v,
        "until": lambda v: AuditEntry.at < v,
        "cursor": lambda v: AuditEntry.id < v,
    }
    said = {name: getattr(asked, name) for name in wanted}
    return [wanted[name](value) for name, value in said.items() if value is not None]


def _line(entry: AuditEntry, name: str | None, seq: int | None) -> AuditLine:
    columns = {key: getattr(entry, key) for key in AuditLine.model_fields if hasattr(entry, key)}
    columns["address"] = str(entry.address) if entry.address is not None else None
    return AuditLine(**columns, person=name, seq=seq)
