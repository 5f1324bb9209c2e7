"""Short videos and voices for tests, made and looked at by the system's ffmpeg."""

import json
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from gisgrid.files.clips import rewrite
from gisgrid.files.decoding import Decoded
from gisgrid.files.rules.kinds import clip_of
from gisgrid.kernel.settings import Settings

needs_ffmpeg = pytest.mark.skipif(not shutil.which("ffmpeg"), reason="no ffmpeg on this system")
EVIL = b"<script>alert('payload')</script>"

PLACE = "+35.2390+113.1700/"
TAKEN = "2026-11-23T01:30:00Z"


@cache
def clip(kind: str = "mp4", seconds: float = 2, size: str = "320x240") -> bytes:
    """Return a moving picture with a tone, as a telephone (mp4, mov) or browser (webm) does."""
    codecs = {"webm": ("libvpx", "libopus")}.get(kind, ("libx264", "aac"))
    heard = ["-f", "lavfi", "-i", f"sine=duration={seconds}", "-c:a", codecs[1]]
    order = [
        "-f", "lavfi", "-i", f"testsrc=size={size}:rate=10:duration={seconds}",
        *heard,
        "-c:v", codecs[0], "-pix_fmt", "yuv420p",
    ]  # fmt: skip
    order += ["-deadline", "realtime"] if kind == "webm" else ["-preset", "ultrafast"]
    order += ["-metadata", f"location={PLACE}", "-metadata", f"creation_time={TAKEN}"]
    return made(kind, order)


@cache
def voice(kind: str = "m4a", seconds: float = 2) -> bytes:
    """Return a tone as a telephone (m4a) or a browser (webm, ogg) records it."""
    order = ["-f", "lavfi", "-i", f"sine=duration={seconds}:sample_rate=48000"]
    order += ["-c:a", "aac" if kind == "m4a" else "libopus"]
    return made(kind, [*order, "-metadata", f"location={PLACE}", "-metadata", "artist=王某"])


@cache
def voice_streamed(seconds: float) -> bytes:
    """Return a voice as a browser records it: its header does not say how long it is."""
    order = ["-f", "lavfi", "-i", f"sine=duration={seconds}:sample_rate=48000"]
    return made("webm", [*order, "-c:a", "libopus", "-live", "1"])


@cache
def streamed(seconds: float) -> bytes:
    """Return a video as a browser records it: its header does not say how long it is."""
    order = ["-f", "lavfi", "-i", f"testsrc=size=320x240:rate=10:duration={seconds}"]
    return made("webm", [*order, "-c:v", "libvpx", "-deadline", "realtime", "-live", "1"])


def written(raw: bytes, limits: Settings) -> Decoded:
    """Take a file in, as an upload does."""
    kind = clip_of(raw[:32])
    assert kind is not None
    return rewrite(raw, kind, limits)


def streams(content: bytes) -> list[dict[str, Any]]:
    """Return what ffprobe says of a file's streams."""
    asked = ["ffprobe", "-v", "error", "-show_streams", "-of", "json", "pipe:0"]
    said = subprocess.run(asked, input=content, capture_output=True, check=True).stdout
    found: list[dict[str, Any]] = json.loads(said)["streams"]
    return found


def made(kind: str, order: list[str]) -> bytes:
    """Return what ffmpeg writes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"clip.{kind}"
        command = ["ffmpeg", "-nostdin", "-v", "error", "-y", *order, str(path)]
        subprocess.run(command, check=True)
        return path.read_bytes()
