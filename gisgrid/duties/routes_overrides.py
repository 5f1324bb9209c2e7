"""HTTP of owners' overrides: listed as written and as drawn, saved by version, ended."""

from http import HTTPStatus

from fastapi import APIRouter

from gisgrid.duties import overriding
from gisgrid.duties.override_schemas import (
    OverrideIn,
    OverrideOut,
    SavedOverride,
    WrittenOverrideOut,
)
from gisgrid.duties.shelf import book
from gisgrid.identity import Signed, require
from gisgrid.kernel.db import Tx

router = APIRouter(prefix="/api", tags=["duties"])


@router.get("/duties/overrides")
def overrides(tx: Tx, actor: Signed) -> list[OverrideOut]:
    """List the owners' overrides in force, a kind of asset spread over its assets."""
    _ = actor
    return [OverrideOut.of(override) for override in book(tx).overrides]


@router.get("/duties/overrides/written")
def written_overrides(tx: Tx, actor: Signed) -> list[WrittenOverrideOut]:
    """List the owners' overrides in force as they were written, each once."""
    _ = actor
    return [WrittenOverrideOut.of(row) for row in overriding.written(tx)]


@router.put("/duties/overrides/{code}")
def save_override(tx: Tx, actor: Signed, code: str, asked: OverrideIn) -> SavedOverride:
    """Save an owner's override or its next version; one that cannot work is refused."""
    require(actor, "rules.write")
    return SavedOverride(code=code, version=overriding.save_override(tx, asked.draft(code)))


@router.delete("/duties/overrides/{code}", status_code=HTTPStatus.NO_CONTENT)
def end_override(tx: Tx, actor: Signed, code: str) -> None:
    """End an owner's override; what it said stays among the versions."""
    require(actor, "rules.write")
    overriding.end_override(tx, code)
