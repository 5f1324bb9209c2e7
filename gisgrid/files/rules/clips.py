"""What a video says of itself, and which part of it somebody asks for."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gisgrid.kernel.errors import Problem

NO_TOOLS: Final = (
    "本系统未安装视频处理程序（ffmpeg），不能接收视频；请改为上传照片，或在文字中说明视频由谁保存。"
)
PLACES: Final = ("com.apple.quicktime.location.ISO6709", "location")
TIMES: Final = ("com.apple.quicktime.creationdate", "creation_time")
ISO_6709: Final = re.compile(r"([+-]\d{1,2}(?:\.\d{1,12})?)([+-]\d{1,3}(?:\.\d{1,12})?)(?=[+-/]|$)")
OLDEST: Final = 2000
"""A camera that does not know the time says 1904 or 1970."""
PART: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
MOST_AT_ONCE: Final = 4 << 20
"""Bytes of one part: a browser asks for the next one when it is there."""


class NoSuchPart(Problem):
    """What is asked for begins beyond the end of the file."""

    status = 416
    title = "There is no such part of the file"


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes of a file: from the first to the last one, which is part of it."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """Return how many bytes that is."""
        return self.last - self.first + 1


def seconds(said: object) -> float | None:
    """Return a length, or None where a file tells none or nonsense."""
    try:
        found = float(said)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return found if math.isfinite(found) and found >= 0 else None


def place(tags: Mapping[str, str]) -> tuple[float, float] | None:
    """Return lon, lat in degrees where a telephone wrote them (ISO 6709)."""
    said = next((tags[name] for name in PLACES if name in tags), "")
    found = ISO_6709.match(said)
    return (float(found[2]), float(found[1])) if found else None


def taken_at(tags: Mapping[str, str]) -> datetime | None:
    """Return when it was taken, where that is told with its zone."""
    for name in TIMES:
        try:
            at = datetime.fromisoformat(tags.get(name, ""))
        except ValueError:
            continue
        if at.tzinfo is not None and at.year >= OLDEST:
            return at
    return None


def part_of(asked: str | None, size: int) -> Part | None:
    """Return the part that a Range header asks for; None: the whole file.

    Several ranges at once, and what is no range of bytes, are answered with the whole file. The
    end of an open part is ours to choose.

    Raises:
        NoSuchPart: it begins beyond the end.
    """
    found = PART.fullmatch(asked or "")
    if not found or found[1] == found[2] == "":
        return None
    first, last = _ends(found[1], found[2], size)
    if first > last and found[1] and found[2] and int(found[2]) < int(found[1]):
        return None
    if first > last or first >= size:
        raise NoSuchPart("视频没有这一段。", size=size)
    return Part(first, min(last, first + MOST_AT_ONCE - 1))


def _ends(first: str, last: str, size: int) -> tuple[int, int]:
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(size - 1, int(last)) if last else size - 1
