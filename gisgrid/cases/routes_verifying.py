"""HTTP that verifies the hash chains of cases in short looks, for the audit administrator alone.

They see no case: they are told which number is at fault, at which step, and in which way.
"""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gisgrid.cases.service.verifying import verify_some
from gisgrid.cases.tables import CaseFile
from gisgrid.identity import Signed, require
from gisgrid.kernel import chain
from gisgrid.kernel.db import Tx
from gisgrid.kernel.rows import beyond_scope

router = APIRouter(prefix="/api", tags=["audit"])


class VerifyCasesIn(BaseModel):
    """Where to go on, as the page before said, and how many cases to look at."""

    model_config = ConfigDict(extra="forbid")

    cursor: Annotated[int, Field(ge=0, le=2**63 - 1)]
    limit: Annotated[int, Field(ge=1, le=500)] = 200


class CaseFaultOut(BaseModel):
    """The first step at which a case is not what was written."""

    kind: chain.Kind
    number: str
    seq: int


class CasesVerifiedOut(BaseModel):
    """What one page looked at, what it found, and where to go on; None: all was looked at."""

    checked: int
    steps: int
    whole: int | None
    """How many cases there are, told with the first page alone."""
    faults: list[CaseFaultOut]
    next: int | None


@router.post("/audit/verify/cases")
def begin_verifying_cases(tx: Tx, actor: Signed) -> CasesVerifiedOut:
    """Begin to verify the cases: look at the oldest. That it was begun is audited."""
    require(actor, "audit.read")
    with beyond_scope(tx):
        whole = tx.scalar(select(func.count()).select_from(CaseFile))
        return _page(tx, VerifyCasesIn(cursor=0)).model_copy(update={"whole": whole})


@router.get("/audit/verify/cases")
def go_on_verifying_cases(
    tx: Tx, actor: Signed, asked: Annotated[VerifyCasesIn, Query()]
) -> CasesVerifiedOut:
    """Verify the next cases."""
    require(actor, "audit.read")
    with beyond_scope(tx):
        return _page(tx, asked)


def _page(tx: Session, asked: VerifyCasesIn) -> CasesVerifiedOut:
    found = verify_some(tx, asked.cursor, asked.limit)
    faults = [
        CaseFaultOut(kind=one.fault.kind, number=one.number, seq=one.fault.seq)
        for one in found.verdicts
        if one.fault
    ]
    return CasesVerifiedOut(
        checked=len(found.verdicts),
        steps=sum(one.steps for one in found.verdicts),
        whole=None,
        faults=faults,
        next=found.after,
    )
