"""Photos are taken in, attached once, and what is done to them is written down."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session

from gisgrid.files import queries
from gisgrid.files.decoding import Decoded, Rendition
from gisgrid.files.rules import links
from gisgrid.files.rules.boxes import Box
from gisgrid.files.store import SUFFIXES, digest, store_of
from gisgrid.files.tables import Photo, PhotoLog
from gisgrid.identity import Actor
from gisgrid.kernel import clock
from gisgrid.kernel.rows import beyond_scope
from gisgrid.kernel.settings import settings


@dataclass(frozen=True, slots=True)
class Owner:
    """What a photo belongs to."""

    case_id: int | None = None
    report_id: int | None = None
    step_seq: int | None = None
    check_in_id: int | None = None


def take_in(tx: Session, found: Decoded, actor: Actor | None) -> Photo:
    """Keep a picture: its files surely lie in the store before its row can be committed."""
    photo = Photo(
        created_at=clock.now(),
        person_id=actor.person_id if actor else None,
        taken_at=found.taken_at,
        gps_x=found.x,
        gps_y=found.y,
        gps_datum=found.datum,
    )
    tx.add(photo)
    tx.flush()
    files = {"photo": found.photo, "thumbnail": found.thumbnail}
    more = {"video": found.video, "voice": found.voice}
    keep(tx, photo.id, files | {name: one for name, one in more.items() if one is not None})
    return photo


def keep(tx: Session, photo_id: int, files: Mapping[str, Rendition]) -> None:
    """Put files into the store and write them down as a photo's, in the place of those there."""
    store = store_of(settings())
    queries.hold(tx, [digest(one.content) for one in files.values()])
    rows: list[dict[str, object]] = [
        {
            "photo_id": photo_id,
            "rendition": rendition,
            "sha256": store.put(one.content, SUFFIXES[one.media_type]),
            "media_type": one.media_type,
            "size": len(one.content),
            "width": one.width,
            "height": one.height,
        }
        for rendition, one in files.items()
    ]
    queries.keep_files(tx, rows)


def attach(tx: Session, photo_ids: Collection[int], owner: Owner) -> None:
    """Give photos to the report, step or check-in that names them; each belongs to one thing, once.

    Raises:
        UnknownReference: one belongs to something already, or was swept away.
    """
    if not photo_ids:
        return
    with beyond_scope(tx):
        attached = queries.attach(tx, photo_ids, **asdict(owner))
    if attached < len(photo_ids):
        raise links.UnknownReference("有照片已用于别处，或上传后超过一天未提交，请重新上传。")


def note(
    tx: Session, photo_id: int, act: str, person_id: int | None, boxes: Sequence[Box] | None = None
) -> None:
    """Write down what was done to a photo: by whom, when, and with which boxes."""
    said = None if boxes is None else [asdict(box) for box in boxes]
    log = PhotoLog(photo_id=photo_id, act=act, person_id=person_id, boxes=said, at=clock.now())
    tx.add(log)
    tx.flush()


def case_of(tx: Session, photo_id: int) -> int | None:
    """Return the case that a photo belongs to, or None."""
    photo = queries.photo(tx, photo_id)
    return photo.case_id if photo else None
