"""Photos are taken in, attached once, shown by signed links, and redacted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from gisgrid.files import queries
from gisgrid.files.decoding import Decoded, Rendition, decode
from gisgrid.files.rules import boxes as box_rules
from gisgrid.files.rules import links
from gisgrid.files.rules.boxes import Box
from gisgrid.files.rules.places import Pair, metres_apart
from gisgrid.files.store import SUFFIXES, Store, digest, store_of
from gisgrid.files.tables import Photo, PhotoFile, PhotoLog
from gisgrid.identity import Actor, actor_of
from gisgrid.kernel import clock
from gisgrid.kernel import datum as datums
from gisgrid.kernel.errors import NotFound
from gisgrid.kernel.rows import beyond_scope
from gisgrid.kernel.settings import Settings, settings
from gisgrid.kernel.signing import secret

REDACTED: Final = ("redacted", "redacted_thumbnail")
HIDDEN_BY: Final = dict(zip(("photo", "thumbnail"), REDACTED, strict=True))
"""What takes a file's place once boxes lie on the photo; nothing takes a video's or a voice's."""


@dataclass(frozen=True, slots=True)
class Gps:
    """Where a camera says it was: degrees in WGS 84."""

    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo as a page shows it: links that open it for most of an hour."""

    id: int
    photo: str
    thumbnail: str
    original: str | None
    """The unredacted photo, to whoever may see it; opening it is written down."""
    redacted: bool
    width: int
    height: int
    taken_at: datetime | None
    gps: Gps | None
    away_m: float | None
    """How far that is from the pin."""
    far_from_pin: bool
    video: str | None
    """The short video whose poster this is; of a redacted one, to who may see the original."""
    voice: str | None
    """The voice note whose waveform this is, likewise."""


@dataclass(frozen=True, slots=True)
class Owner:
    """What a photo belongs to."""

    case_id: int | None = None
    report_id: int | None = None
    step_seq: int | None = None
    check_in_id: int | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link gives: the bytes and the digest that names them."""

    content: bytes
    sha256: bytes


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
    _keep(tx, photo.id, files | {name: one for name, one in more.items() if one is not None})
    return photo


def _keep(tx: Session, photo_id: int, files: Mapping[str, Rendition]) -> None:
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


def pictures(
    tx: Session, case_ids: Collection[int], *, pin: Pair | None = None, reader: Actor | None = None
) -> dict[str, Picture]:
    """Return the photos of cases by the names under which their reports and steps keep them.

    A `reader` is somebody who may see originals; to everybody else photos are shown redacted.
    """
    photos = queries.of_cases(tx, case_ids)
    files = queries.files_of(tx, [one.id for one in photos])
    return {
        links.name_of(one.id, files[one.id]): picture(one, files[one.id], pin=pin, reader=reader)
        for one in photos
        if one.id in files
    }


def picture(
    photo: Photo,
    files: Mapping[str, PhotoFile],
    *,
    pin: Pair | None = None,
    reader: Actor | None = None,
) -> Picture:
    """Return one photo with its links."""
    redacted, place = "redacted" in files, gps_of(photo)
    away = metres_apart(place, pin) if place and pin else None
    sees = redacted and reader is not None
    return Picture(
        id=photo.id,
        photo=_link(photo.id),
        thumbnail=_link(photo.id, "/thumbnail"),
        original=_link(photo.id, reader=reader) if sees else None,
        redacted=redacted,
        width=files["photo"].width,
        height=files["photo"].height,
        taken_at=photo.taken_at,
        gps=Gps(*place) if place else None,
        away_m=away,
        far_from_pin=away is not None and away > settings().photo_far_m,
        video=_clip(photo.id, "video", files, reader if redacted else None),
        voice=_clip(photo.id, "voice", files, reader if redacted else None),
    )


def _clip(
    photo_id: int, name: str, files: Mapping[str, PhotoFile], reader: Actor | None
) -> str | None:
    if name not in files or ("redacted" in files and reader is None):
        return None
    return _link(photo_id, f"/{name}", reader)


def gps_of(photo: Photo) -> Pair | None:
    """Return where the camera says it was, in WGS 84."""
    if photo.gps_x is None or photo.gps_y is None or photo.gps_datum is None:
        return None
    return datums.to_wgs84(photo.gps_x, photo.gps_y, photo.gps_datum)


def _link(photo_id: int, part: str = "", reader: Actor | None = None) -> str:
    person = reader.person_id if reader else None
    until = links.until(clock.now())
    sight = links.Sight(photo_id, until, person, original=reader is not None)
    return f"/api/photos/{photo_id}{part}?key={links.sign(sight, secret())}"


def opened(tx: Session, photo_id: int, key: str, rendition: str) -> Opened:
    """Return what a link opens; whoever opens the original of a redacted photo is written down.

    Raises:
        LinkEnded: the key does not open this photo, or its time is over.
        NotFound: the photo or its file is gone.
    """
    file = sighted(tx, photo_id, key, rendition)
    try:
        return Opened(store_of(settings()).get(file.sha256), file.sha256)
    except FileNotFoundError:
        raise NotFound("照片文件缺失，请联系管理员。") from None


def sighted(tx: Session, photo_id: int, key: str, rendition: str) -> PhotoFile:
    """Return the file that a link shows, and write down who opens a redacted photo's original.

    Raises:
        LinkEnded: the key does not open this photo, its time is over, or its maker's post is.
        NotFound: there is no such file, or it is a video or voice note that was redacted.
    """
    sight = links.opened(photo_id, key, secret(), clock.now())
    _refuse_former(tx, sight)
    with beyond_scope(tx):
        files = queries.files_of(tx, [photo_id]).get(photo_id, {})
        if rendition not in files:
            raise NotFound("照片已不存在。")
        if "redacted" not in files or sight.original:
            if "redacted" in files:
                _note(tx, photo_id, "see_original", sight.person_id)
            return files[rendition]
    if rendition not in HIDDEN_BY:
        raise NotFound("视频或语音已遮挡，不能播放。")
    return files[HIDDEN_BY[rendition]]


def _refuse_former(tx: Session, sight: links.Sight) -> None:
    """Refuse a link whose maker holds no post any more that would let them make it.

    An original is for who may know the reporter; whatever was handed on, for who sees cases.
    """
    if sight.person_id is None:
        return
    maker = actor_of(tx, sight.person_id, clock.now())
    if not maker.may("reporter.see" if sight.original else "case.see"):
        raise links.LinkEnded("照片链接的生成人已不在岗，链接已失效。")


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
        found = _redacted(store_of(chosen), original, chosen, boxes)
        _keep(tx, photo_id, dict(zip(REDACTED, (found.photo, found.thumbnail), strict=True)))
    else:
        queries.drop_files(tx, photo_id, REDACTED)
    _note(tx, photo_id, "redact", actor.person_id, boxes)
    tx.expire_all()
    return picture(photo, queries.files_of(tx, [photo_id])[photo_id], reader=actor)


def boxes_of(tx: Session, photo_id: int) -> tuple[Box, ...]:
    """Return the boxes that lie on a photo now."""
    last = queries.last_redaction(tx, photo_id)
    return tuple(Box(**one) for one in (last.boxes or ())) if last else ()


def _redacted(store: Store, original: PhotoFile, chosen: Settings, boxes: Sequence[Box]) -> Decoded:
    return decode(store.get(original.sha256), chosen, boxes)


def _note(
    tx: Session, photo_id: int, act: str, person_id: int | None, boxes: Sequence[Box] | None = None
) -> None:
    said = None if boxes is None else [asdict(box) for box in boxes]
    log = PhotoLog(photo_id=photo_id, act=act, person_id=person_id, boxes=said, at=clock.now())
    tx.add(log)
    tx.flush()


def case_of(tx: Session, photo_id: int) -> int | None:
    """Return the case that a photo belongs to, or None."""
    photo = queries.photo(tx, photo_id)
    return photo.case_id if photo else None
