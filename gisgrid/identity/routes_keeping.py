"""HTTP of administration: stations' haves, sheets of people, and other people's sessions."""

from collections.abc import Callable
from datetime import date
from functools import partial
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, UploadFile
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from gisgrid.identity import (
    furnishing,
    importing,
    listings,
    roster,
    sessions,
    sheets,
    station_sheets,
)
from gisgrid.identity.access import Signed
from gisgrid.identity.actors import require
from gisgrid.identity.furnishing import Have
from gisgrid.identity.importing import Change
from gisgrid.identity.schemas import SessionOut, StationOut
from gisgrid.identity.turns import turn
from gisgrid.kernel.db import Tx
from gisgrid.kernel.errors import Invalid
from gisgrid.kernel.words import Line, Text

router = APIRouter(prefix="/api", tags=["administration"])
Kept = Annotated[Text, Field(max_length=2000)]
NO_FILE = "请以 multipart/form-data 上传一个表格（file）。"
NOT_MINE = 0
"""No session has this id: none of the listed ones is the one that asks."""


class HaveIn(BaseModel):
    """One of the five haves (五有) as it is from now on."""

    kind: Annotated[Line, Field(max_length=40)]
    text: Annotated[Kept, Field(min_length=1)]
    text_en: Kept | None = None
    on_date: date | None = None


class StationIn(BaseModel):
    """What is kept up of a station; haves that are not given stay."""

    phone: Annotated[Line, Field(max_length=40)] = ""
    haves: list[HaveIn] = Field([], max_length=5)


class ChangeOut(BaseModel):
    """One thing that a row of a sheet changes."""

    row: int
    kind: str
    code: str
    field: str
    before: str
    after: str

    @classmethod
    def of(cls, change: Change) -> "ChangeOut":
        """Describe a change."""
        return cls(**change._asdict())


class ImportOut(BaseModel):
    """What a sheet changes, or would."""

    written: bool
    changes: list[ChangeOut]

    @classmethod
    def of(cls, changes: list[Change], *, written: bool) -> "ImportOut":
        """Describe the changes of a sheet."""
        return cls(written=written, changes=[ChangeOut.of(one) for one in changes])


@router.put("/stations/{code}")
def furnish(code: str, said: StationIn, tx: Tx, actor: Signed) -> StationOut:
    """Write a station's telephone and its five haves."""
    require(actor, "stations.write")
    haves = [Have(one.kind, one.text, one.text_en, one.on_date) for one in said.haves]
    furnishing.furnish(tx, code, said.phone, haves)
    found = {one.code: (one, kept) for one, kept in listings.stations_with_haves(tx)}
    return StationOut.of(*found[code])


@router.post(
    "/people/import",
    dependencies=[Depends(turn, scope="function")],
)
def import_people(
    request: Request,
    tx: Tx,
    actor: Signed,
    file: UploadFile | None = None,
    dry_run: Annotated[bool, Query()] = True,  # noqa: FBT002 - a switch of the query string
) -> ImportOut:
    """Take people, posts and logins from a sheet: all of it or nothing; a dry run writes nothing.

    New logins wait for an initial password.
    """
    require(actor, "posts.write")
    if file is None:
        raise Invalid(NO_FILE)
    zone = request.app.state.settings.tz
    sheet = sheets.sheet_of(file.filename or "file", file.file.read(), zone)
    take = partial(importing.take_sheet, tx, sheet)
    return tried(tx, take) if dry_run else ImportOut.of(take(), written=True)


@router.post("/stations/import")
def import_stations(
    tx: Tx,
    actor: Signed,
    file: UploadFile | None = None,
    dry_run: Annotated[bool, Query()] = True,  # noqa: FBT002 - a switch of the query string
) -> ImportOut:
    """Take stations' telephones and five haves from a sheet: all of it or nothing.

    An empty cell leaves what is there; a dry run writes nothing.
    """
    require(actor, "stations.write")
    if file is None:
        raise Invalid(NO_FILE)
    rows = station_sheets.read_stations(file.filename or "file", file.file.read())
    take = partial(station_sheets.take_stations, tx, rows)
    return tried(tx, take) if dry_run else ImportOut.of(take(), written=True)


def tried(tx: Session, take: Callable[[], list[Change]]) -> ImportOut:
    """Return what a sheet would change, and undo it."""
    with tx.begin_nested() as kept:
        changes = take()
        kept.rollback()
    return ImportOut.of(changes, written=False)


@router.get("/people/{code}/sessions")
def list_sessions_of(code: str, tx: Tx, actor: Signed) -> list[SessionOut]:
    """List the browsers in which somebody is signed in, the last used first."""
    require(actor, "accounts.write")
    found = sessions.sessions_of(tx, roster.member(tx, code).id)
    return [SessionOut.of(one, NOT_MINE) for one in found]


@router.delete("/people/{code}/sessions", status_code=HTTPStatus.NO_CONTENT)
def sign_somebody_out(code: str, tx: Tx, actor: Signed) -> None:
    """Sign somebody out in every browser."""
    require(actor, "accounts.write")
    sessions.sign_out_everywhere(tx, roster.member(tx, code).id)
