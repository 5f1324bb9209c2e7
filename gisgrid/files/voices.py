"""Voice notes (语音): written anew as plain sound, with a waveform where a video has its poster."""

import os
import tempfile
from dataclasses import replace
from typing import IO, Final

from gisgrid.files.decoding import Decoded, Rendition, decode
from gisgrid.files.probing import CLOSED, SLACK_S, Seen, check_whole, looked_at
from gisgrid.files.receiving import too_large
from gisgrid.files.rules import clips as rules
from gisgrid.files.rules.kinds import Clip, NotAPhoto, TooLarge
from gisgrid.files.tools import BROKEN, Tools, address, run
from gisgrid.kernel.settings import Settings

MEDIA_TYPE: Final = "audio/mp4"
PLAIN: Final = (
    "-map", "0:a:0", "-vn", "-sn", "-dn",
    "-map_metadata", "-1", "-map_metadata:s:a", "-1", "-map_chapters", "-1",
    "-fflags", "+bitexact", "-flags:a", "+bitexact",
)  # fmt: skip
OURS: Final = (
    "-c:a", "aac", "-b:a", "64k", "-ac", "1", "-ar", "44100", "-movflags", "+faststart",
    "-f", "mp4",
)  # fmt: skip
WAVE: Final = (
    "color=c=white:s=640x160[paper];[0:a:0]aformat=channel_layouts=mono,"
    "showwavespic=s=640x160:colors=0x1f6fb2[wave];[paper][wave]overlay"
)


def rewrite(here: Tools, given: IO[bytes], said: Seen, *, clip: Clip, limits: Settings) -> Decoded:
    """Write a voice note anew; nothing but its sound is kept.

    Raises:
        TooLarge: it has too many bytes, or is too long.
        NotAPhoto: it is cut short, broken, silent from its beginning, or takes too long.
    """
    if os.fstat(given.fileno()).st_size > limits.voice_bytes:
        raise too_large(limits.voice_bytes)
    if said.seconds is not None and said.seconds > limits.voice_seconds + SLACK_S:
        raise too_long(limits)
    with tempfile.TemporaryFile() as made:
        _write_anew(here, given, made, clip=clip, limits=limits)
        kept = looked_at(here, made, Clip.MP4)
        if not kept.seconds or not kept.sounds:
            raise NotAPhoto(BROKEN)
        check_whole(said, kept, limits.voice_seconds, too_long(limits))
        shown = decode(_waveform(here, made), limits)
        made.seek(0)
        voice = Rendition(made.read(), 0, 0, MEDIA_TYPE)
    return replace(shown, voice=voice, taken_at=rules.taken_at(said.tags))


def too_long(limits: Settings) -> TooLarge:
    """Return the refusal of a voice note that goes on for too long."""
    return TooLarge(f"语音过长，最多 {limits.voice_seconds} 秒，请分段或改用文字说明。")


def _write_anew(
    here: Tools, given: IO[bytes], made: IO[bytes], *, clip: Clip, limits: Settings
) -> None:
    most_s = limits.voice_seconds + 2 * SLACK_S
    order = [
        here.ffmpeg, "-nostdin", "-v", "quiet", "-y", *CLOSED, "-f", clip, "-i", address(given),
        *PLAIN, "-t", f"{most_s:g}", *OURS, address(made),
    ]  # fmt: skip
    run(order, given, made)


def _waveform(here: Tools, made: IO[bytes]) -> bytes:
    """Return how loud it is over time, as a picture."""
    order = [
        here.ffmpeg, "-nostdin", "-v", "quiet", *CLOSED, "-f", "mov", "-i", address(made),
        "-filter_complex", WAVE, "-frames:v", "1",
        "-c:v", "mjpeg", "-q:v", "3", "-f", "mjpeg", "pipe:1",
    ]  # fmt: skip
    return run(order, made)
