"""Faces and plates on photos are hidden under boxes, each time from the original."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from gisgrid.files import queries
from gisgrid.files.decoding import decode
from gisgrid.files.keeping import keep, note
from gisgrid.files.rules import boxes as box_rules
from gisgrid.files.rules.boxes import Box
from gisgrid.files.showing import REDACTED, Picture, picture
from gisgrid.files.store import store_of
from gisgrid.identity import Actor
from gisgrid.kernel.errors import NotFound
from gisgrid.kernel.settings import settings


def redact(tx: Session, photo_id: int, boxes: Sequence[Box], actor: Actor) -> Picture:
    """Hide what lies in the boxes from all but those who may see originals; none: show it again.

    Each redaction begins from the original, and is written down with who made it.
    """
    photo = queries.photo(tx, photo_id)
    files = queries.files_of(tx, [photo_id]).get(photo_id)
    if photo is None or files is None:
        raise NotFound("没有这张照片，或已按保存期限删除。")
    original = files["photo"]
    box_rules.check(boxes, original.width, original.height)
    if boxes:
        chosen = settings()
        found = decode(store_of(chosen).get(original.sha256), chosen, boxes)
        keep(tx, photo_id, dict(zip(REDACTED, (found.photo, found.thumbnail), strict=True)))
    else:
        queries.drop_files(tx, photo_id, REDACTED)
    note(tx, photo_id, "redact", actor.person_id, boxes)
    tx.expire_all()
    return picture(photo, queries.files_of(tx, [photo_id])[photo_id], reader=actor)


def boxes_of(tx: Session, photo_id: int) -> tuple[Box, ...]:
    """Return the boxes that lie on a photo now."""
    last = queries.last_redaction(tx, photo_id)
    return tuple(Box(**one) for one in (last.boxes or ())) if last else ()
