"""Photos as pages show them: by signed links, which are held to what their makers may."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from gisgrid.files import queries
from gisgrid.files.keeping import note
from gisgrid.files.rules import links
from gisgrid.files.rules.places import Pair, metres_apart
from gisgrid.files.store import store_of
from gisgrid.files.tables import Photo, PhotoFile
from gisgrid.identity import Actor, actor_of
from gisgrid.kernel import clock
from gisgrid.kernel import datum as datums
from gisgrid.kernel.errors import NotFound
from gisgrid.kernel.rows import beyond_scope
from gisgrid.kernel.settings import settings
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
class Opened:
    """What a link gives: the bytes and the digest that names them."""

    content: bytes
    sha256: bytes


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
                note(tx, photo_id, "see_original", sight.person_id)
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
