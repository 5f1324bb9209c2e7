"""Videos are watched and voices heard by signed links, part by part, so that a browser can seek."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from gisgrid.files.showing import sighted
from gisgrid.files.store import SUFFIXES, store_of
from gisgrid.kernel.errors import NotFound
from gisgrid.kernel.ranges import Part, part_of
from gisgrid.kernel.settings import settings

MOST_AT_ONCE: Final = 4 << 20
"""Bytes of one part: a browser asks for the next one when it is there."""


@dataclass(frozen=True, slots=True)
class Watched:
    """Bytes of a video or voice note: of the part that was asked for, or of the whole."""

    content: bytes
    part: Part | None
    size: int
    etag: str


def watched(
    tx: Session, photo_id: int, key: str, rendition: str, *, asked: str | None, only: str | None
) -> Watched:
    """Return what a link plays; `asked` and `only` are the headers Range and If-Range.

    Raises:
        LinkEnded: the key does not open it, or its time is over.
        NotFound: there is none, its file is gone, or it is hidden from whoever holds the link.
        NoSuchPart: the part begins beyond the end.
    """
    file = sighted(tx, photo_id, key, rendition)
    etag = f'"{file.sha256.hex()}"'
    part = part_of(asked, file.size, MOST_AT_ONCE) if only in (None, etag) else None
    whole = part or Part(0, file.size - 1)
    suffix = SUFFIXES[file.media_type]
    try:
        content = store_of(settings()).part(file.sha256, suffix, whole.first, whole.length)
    except FileNotFoundError:
        raise NotFound("视频或语音文件缺失，请联系管理员。") from None
    return Watched(content, part, file.size, etag)
