"""HTTP of bulletins: what citizens and staff are told, and the desk where it is written."""

from hashlib import sha256
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from gisgrid import grid
from gisgrid.bulletins import readers, service
from gisgrid.bulletins.schemas import (
    BulletinIn,
    BulletinOut,
    BulletinReadOut,
    BulletinReceiptOut,
    StaffBulletinOut,
    WhereIn,
    WrittenBulletinOut,
)
from gisgrid.bulletins.tables import BulletinRow
from gisgrid.grid import NoArea
from gisgrid.identity import Signed
from gisgrid.kernel.db import Tx

router = APIRouter(prefix="/api/bulletins", tags=["bulletins"])
Id = Annotated[int, Path(ge=1, lt=2**63)]
MANY = TypeAdapter(list[BulletinOut])
A_MINUTE = "public, max-age=60"


@router.get("", response_model=list[BulletinOut])
def bulletins(request: Request, tx: Tx, asked: Annotated[WhereIn, Query()]) -> Response:
    """List what citizens are told now in an area or at a place, the newest first.

    Without either: what is said to the whole district. May be kept for a minute.
    """
    found = readers.for_citizens(tx, path_of(tx, asked))
    body = MANY.dump_json([BulletinOut.of(one, area_of(tx, one)) for one in found])
    headers = {"ETag": f'"{sha256(body).hexdigest()[:32]}"', "Cache-Control": A_MINUTE}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(body, headers=headers, media_type="application/json")


def path_of(tx: Session, asked: WhereIn) -> tuple[int, ...]:
    """Return the areas around a citizen, from the root; none without a place or outside."""
    point = asked.point()
    if point is not None:
        return grid.locate(tx, *point).path
    if asked.area is None:
        return ()
    found = grid.area_by_code(tx, asked.area)
    if found is None:
        raise NoArea(f"没有网格 {asked.area} · there is no such area.")
    return grid.path_of(tx, found.id)


def area_of(tx: Session, row: BulletinRow) -> grid.AreaRef:
    """Return a bulletin's area with its latest name, whatever edition it was in."""
    return grid.area_refs(tx, [row.area_id])[row.area_id]


@router.get("/mine")
def mine(tx: Tx, actor: Signed) -> list[StaffBulletinOut]:
    """List what the person signed in is told now as one of the staff, the newest first."""
    found = readers.for_staff(tx, actor)
    return [StaffBulletinOut.of(one, area_of(tx, one), read_at=at) for one, at in found]


@router.post("/{bulletin_id}/read")
def read(bulletin_id: Id, tx: Tx, actor: Signed) -> BulletinReadOut:
    """Record that a bulletin was read; the first reading counts."""
    return BulletinReadOut(read_at=readers.read(tx, actor, bulletin_id))


@router.get("/written")
def written(tx: Tx, actor: Signed) -> list[WrittenBulletinOut]:
    """List drafts, published and withdrawn bulletins of the areas that one writes for."""
    return [described(tx, one, read) for one, read in service.written(tx, actor)]


def described(tx: Session, row: BulletinRow, readings: int = 0) -> WrittenBulletinOut:
    """Describe a bulletin to its writers."""
    return WrittenBulletinOut.of(row, area_of(tx, row), readings=readings)


@router.post("", status_code=HTTPStatus.CREATED)
def write(asked: BulletinIn, tx: Tx, actor: Signed) -> WrittenBulletinOut:
    """Write a draft; nobody is told before it is published."""
    return described(tx, service.draft_bulletin(tx, actor, asked.draft()))


@router.put("/{bulletin_id}")
def rewrite(bulletin_id: Id, asked: BulletinIn, tx: Tx, actor: Signed) -> WrittenBulletinOut:
    """Change a draft."""
    return described(tx, service.draft_bulletin(tx, actor, asked.draft(), bulletin_id))


@router.post("/{bulletin_id}/publish")
def publish(bulletin_id: Id, tx: Tx, actor: Signed) -> WrittenBulletinOut:
    """Publish a draft; it is shown from its own moment on."""
    return described(tx, service.publish(tx, actor, bulletin_id))


@router.post("/{bulletin_id}/withdraw")
def withdraw(bulletin_id: Id, tx: Tx, actor: Signed) -> WrittenBulletinOut:
    """Withdraw a bulletin, or throw a draft away."""
    return described(tx, service.withdraw(tx, actor, bulletin_id))


@router.get("/{bulletin_id}/receipts")
def receipts(bulletin_id: Id, tx: Tx, actor: Signed) -> list[BulletinReceiptOut]:
    """List whom a staff bulletin is for and when they read it, the unread first."""
    return [
        BulletinReceiptOut.model_validate(one) for one in readers.receipts(tx, actor, bulletin_id)
    ]
