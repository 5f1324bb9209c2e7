"""Videos and voice notes: looked at, written anew by the system's ffmpeg, videos with a poster.

Nothing of the old file but its pictures and its sound goes into the new one. No playlist is ever
read and no address ever opened: the format is ours to name, and files are all that is allowed.
"""

import tempfile
from dataclasses import replace
from typing import IO, Final

from gisgrid.files import voices
from gisgrid.files.decoding import Decoded, Rendition, decode, place_of
from gisgrid.files.probing import CLOSED, SLACK_S, Seen, check_whole, looked_at
from gisgrid.files.rules import clips as rules
from gisgrid.files.rules.kinds import Clip, NotAPhoto, TooLarge, WrongKind
from gisgrid.files.tools import BROKEN, Tools, address, run, tools
from gisgrid.kernel.settings import Settings

MEDIA_TYPE: Final = "video/mp4"
SIDE: Final = 1280
"""Pixels of a kept video's longer side."""
SMALLER: Final = (
    f"scale=w='min({SIDE},iw)':h='min({SIDE},ih)'"
    ":force_original_aspect_ratio=decrease:force_divisible_by=2,format=yuv420p"
)
PLAIN: Final = (
    "-map", "0:v:0", "-map", "0:a:0?", "-sn", "-dn", "-map_metadata", "-1",
    "-map_metadata:s:v", "-1", "-map_metadata:s:a", "-1", "-map_chapters", "-1",
    "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact",
)  # fmt: skip
OURS: Final = (
    "-vf", SMALLER, "-fpsmax", "30", "-threads", "2",
    "-c:v", "libx264", "-profile:v", "baseline", "-preset", "veryfast", "-crf", "26",
    "-c:a", "aac", "-b:a", "96k", "-ac", "2", "-ar", "44100",
    "-movflags", "+faststart", "-f", "mp4",
)  # fmt: skip


def rewrite(raw: bytes, clip: Clip, limits: Settings) -> Decoded:
    """Write a video anew, and take its poster; what only sounds is a voice note.

    Raises:
        WrongKind: this installation takes no videos and no voice notes.
        TooLarge: it is too long, or has too many pixels or bytes.
        NotAPhoto: it holds neither picture nor sound, is cut short, broken, or takes too long.
    """
    here = tools()
    if here is None:
        raise WrongKind(rules.NO_TOOLS)
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as made:
        given.write(raw)
        given.flush()
        said = looked_at(here, given, clip)
        if said.sounds and not said.moves:
            return voices.rewrite(here, given, said, clip=clip, limits=limits)
        _check(said, limits)
        _write_anew(here, given, made, clip, limits)
        kept = looked_at(here, made, Clip.MP4)
        if not kept.width:
            raise NotAPhoto(BROKEN)
        check_whole(said, kept, limits.video_seconds, too_long(limits))
        poster = decode(_poster(here, made, kept), limits)
        made.seek(0)
        video = Rendition(made.read(), kept.width, kept.height, MEDIA_TYPE)
    x, y, datum = place_of(rules.place(said.tags), None)
    return replace(poster, video=video, taken_at=rules.taken_at(said.tags), x=x, y=y, datum=datum)


def _check(said: Seen, limits: Settings) -> None:
    if not said.width or not said.height:
        raise NotAPhoto(BROKEN)
    if said.width * said.height > limits.video_pixels:
        most = limits.video_pixels / 1_000_000
        raise TooLarge(f"视频画面过大，最多 {most:g} 百万像素，请降低清晰度后重新上传。")
    if said.seconds is not None and said.seconds > limits.video_seconds + SLACK_S:
        raise too_long(limits)


def too_long(limits: Settings) -> TooLarge:
    """Return the refusal of a video that goes on for too long."""
    return TooLarge(f"视频过长，最多 {limits.video_seconds} 秒，请剪短后重新上传。")


def _write_anew(
    here: Tools, given: IO[bytes], made: IO[bytes], clip: Clip, limits: Settings
) -> None:
    most_s = limits.video_seconds + 2 * SLACK_S
    order = [
        here.ffmpeg, "-nostdin", "-v", "quiet", "-y", *CLOSED,
        "-max_pixels", str(limits.video_pixels), "-threads", "2", "-f", clip, "-i", address(given),
        *PLAIN, "-t", f"{most_s:g}", *OURS, address(made),
    ]  # fmt: skip
    run(order, given, made)


def _poster(here: Tools, made: IO[bytes], kept: Seen) -> bytes:
    """Return a picture from the beginning, past what a telephone takes while it is lifted."""
    at = min(1.0, (kept.seconds or 0) / 2)
    order = [
        here.ffmpeg, "-nostdin", "-v", "quiet", *CLOSED, "-ss", f"{at:g}", "-f", "mov",
        "-i", address(made), "-frames:v", "1",
        "-c:v", "mjpeg", "-q:v", "3", "-f", "mjpeg", "pipe:1",
    ]  # fmt: skip
    return run(order, made)
