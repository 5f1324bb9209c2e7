"""What a video or a voice note says of itself."""

import math
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from gisgrid.kernel import moments

NO_TOOLS: Final = (
    "本系统未安装视频处理程序（ffmpeg），不能接收视频和语音；请改为上传照片，或用文字说明。"
)
PLACES: Final = ("com.apple.quicktime.location.ISO6709", "location")
TIMES: Final = ("com.apple.quicktime.creationdate", "creation_time")
ISO_6709: Final = re.compile(r"([+-]\d{1,2}(?:\.\d{1,12})?)([+-]\d{1,3}(?:\.\d{1,12})?)(?=[+-/]|$)")
OLDEST: Final = 2000
"""A camera that does not know the time says 1904 or 1970."""


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
        if at.tzinfo is not None and at.year >= OLDEST and moments.is_kept(at):
            return at
    return None
