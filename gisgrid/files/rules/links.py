"""Signed references and links: a photo is named and opened by what we signed, or not at all."""

import base64
import hashlib
import hmac
import re
import struct
from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from gisgrid.kernel.errors import Invalid, NotFound

PREFIX: Final = "photo:"
VOICE: Final = "voice:"
"""A reference that begins so is one of ours; any other names a photo kept elsewhere."""
LASTS: Final = timedelta(minutes=60)
TURN: Final = timedelta(minutes=10)
"""Links that are made within such a span are the same, so that a browser asks but once."""
SEAL_BYTES: Final = 16
BODY: Final = struct.Struct(">IQB")
SIGNED: Final = re.compile(r"(?:photo|voice):([1-9]\d{0,17})\.([A-Za-z0-9_-]{22})", re.ASCII)


class LinkEnded(NotFound):
    """The link was not signed by us for this photo, or its time is over."""

    title = "This link to a photo does not open it"


class UnknownReference(Invalid):
    """A reference to a photo was not signed by us, or the photo belongs to something else."""

    title = "This photo cannot be used here"


@dataclass(frozen=True, slots=True)
class Sight:
    """What a link opens, until when; the original of a redacted photo only for a person."""

    photo_id: int
    until: datetime
    person_id: int | None = None
    original: bool = False


def reference(name: str, secret: str) -> str:
    """Return the signed reference by which whoever uploaded a photo names it."""
    kind, _, number = name.partition(":")
    return f"{name}.{_letters(_seal(f'{kind}-reference'.encode(), number, secret))}"


def name_of(photo_id: int, renditions: Container[str] = ()) -> str:
    """Return the name by which a report or step keeps a photo: nobody can attach it by that.

    What has a voice among its files is a voice note, and is named so.
    """
    return f"{VOICE if 'voice' in renditions else PREFIX}{photo_id}"


def plain(given: str) -> str:
    """Return the name in a signed reference."""
    return given.partition(".")[0]


def is_voice(name: str) -> bool:
    """Tell whether a name or reference is a voice note's."""
    return name.startswith(VOICE)


def is_ours(given: str) -> bool:
    """Tell whether a reference claims to name a photo of ours; a plain one of old does not."""
    return given.startswith((PREFIX, VOICE))


def photo_of(given: str, secret: str) -> int:
    """Return the photo that a signed reference names.

    Raises:
        UnknownReference: it is not signed by us.
    """
    found = SIGNED.fullmatch(given)
    if found and hmac.compare_digest(reference(plain(given), secret), given):
        return int(found[1])
    raise UnknownReference("照片凭证无效，请重新上传照片。")


def sign(sight: Sight, secret: str) -> str:
    """Return the key that opens a photo."""
    until = int(sight.until.timestamp())
    body = BODY.pack(until, sight.person_id or 0, sight.original)
    return _letters(body + _seal(b"photo-link" + body, str(sight.photo_id), secret))


def until(now: datetime) -> datetime:
    """Return when a link that is made now ends: in 50 to 60 minutes."""
    end = int((now + LASTS).timestamp())
    return datetime.fromtimestamp(end - end % int(TURN.total_seconds()), UTC)


def opened(photo_id: int, key: str, secret: str, now: datetime) -> Sight:
    """Return what a key opens.

    Raises:
        LinkEnded: it was signed for something else, changed, or its time is over.
    """
    raw = _bytes(key)
    body, seal = raw[: BODY.size], raw[BODY.size :]
    if not hmac.compare_digest(seal, _seal(b"photo-link" + body, str(photo_id), secret)):
        raise LinkEnded("照片链接无效，请从案件页面重新打开。")
    until, person, original = BODY.unpack(body)
    if datetime.fromtimestamp(until, UTC) < now:
        raise LinkEnded("照片链接已过期，请刷新页面后再看。")
    return Sight(photo_id, datetime.fromtimestamp(until, UTC), person or None, bool(original))


def _letters(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(key: str) -> bytes:
    try:
        return base64.b64decode(key + "=" * (-len(key) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise LinkEnded("照片链接无效，请从案件页面重新打开。") from None


def _seal(purpose: bytes, photo: str, secret: str) -> bytes:
    said = purpose + b"\0" + photo.encode()
    return hmac.digest(secret.encode(), said, hashlib.sha256)[:SEAL_BYTES]
