"""What the system's ffprobe says of a file of moving pictures or sound, before it is decoded."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any, Final

from gisgrid.files.rules import clips as rules
from gisgrid.files.rules.kinds import Clip, NotAPhoto, TooLarge
from gisgrid.files.tools import BROKEN, Tools, address, run

DECODERS: Final = (
    "h264,hevc,mpeg4,h263,vp8,vp9,libvpx,libvpx-vp9,av1,libdav1d,libaom-av1,"
    "aac,mp3,mp3float,opus,libopus,vorbis,libvorbis,alac,amrnb,amrwb,pcm_s16le,pcm_s16be"
)
"""What telephones and browsers write; a decoder that is not named is never run."""
CLOSED: Final = ("-protocol_whitelist", "file,pipe", "-codec_whitelist", DECODERS)
ASKED: Final = "format=duration:format_tags:stream=codec_type,width,height"
SLACK_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class Seen:
    """What ffprobe says of a file; a length that the file does not tell is None."""

    seconds: float | None
    width: int
    height: int
    sounds: bool
    moves: bool
    tags: Mapping[str, str]


def check_whole(said: Seen, kept: Seen, most_s: float, too_long: TooLarge) -> None:
    """Refuse what went on for longer than its header says, and what ended before."""
    if kept.seconds is None:
        raise NotAPhoto(BROKEN)
    if kept.seconds > most_s + SLACK_S:
        raise too_long
    if said.seconds is not None and kept.seconds < said.seconds - SLACK_S:
        raise NotAPhoto(BROKEN)


def looked_at(here: Tools, file: IO[bytes], clip: Clip) -> Seen:
    """Ask what a file says of itself.

    Raises:
        NotAPhoto: it cannot be read.
    """
    order = [
        here.ffprobe, "-v", "quiet", *CLOSED, "-f", clip,
        "-show_entries", ASKED, "-of", "json", address(file),
    ]  # fmt: skip
    said: dict[str, Any] = json.loads(run(order, file))
    about, streams = said.get("format", {}), said.get("streams", ())
    pictures = [one for one in streams if one.get("codec_type") == "video"]
    first: dict[str, int] = pictures[0] if pictures else {}
    return Seen(
        seconds=rules.seconds(about.get("duration")),
        width=first.get("width", 0),
        height=first.get("height", 0),
        sounds=any(one.get("codec_type") == "audio" for one in streams),
        moves=bool(pictures),
        tags=about.get("tags", {}),
    )
