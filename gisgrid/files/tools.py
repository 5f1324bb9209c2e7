"""The system's ffmpeg and ffprobe: whether they are here, and one confined run of either."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Final

from gisgrid.files import confiner
from gisgrid.files.rules.kinds import NotAPhoto

WANTED: Final = frozenset({"libx264", "aac"})
LIMITS: Final = json.dumps({"memory": 3 << 30, "cpu_s": 180, "output": 128 << 20})
WALL_S: Final = 180
BROKEN: Final = "视频或语音不完整或已损坏，无法读取，请重新拍摄、录制或另选一段。"


@dataclass(frozen=True, slots=True)
class Tools:
    """Where the two programs lie."""

    ffmpeg: str
    ffprobe: str


@cache
def tools() -> Tools | None:
    """Return the system's tools, or None where one is missing or cannot write what we keep."""
    ffmpeg, ffprobe = shutil.which("ffmpeg"), shutil.which("ffprobe")
    if not ffmpeg or not ffprobe or not _writes_ours(ffmpeg):
        return None
    return Tools(ffmpeg, ffprobe)


def _writes_ours(ffmpeg: str) -> bool:
    asked = subprocess.run(  # noqa: S603 - found on our own path, no shell
        [ffmpeg, "-hide_banner", "-encoders"], capture_output=True, text=True, check=False
    )
    return WANTED.issubset(asked.stdout.split())


def run(order: Sequence[str], *files: IO[bytes]) -> bytes:
    """Run a tool over files that it reads and writes by `address`; return what it printed.

    Raises:
        NotAPhoto: it could not, or took too long.
    """
    command = [sys.executable, "-I", str(Path(confiner.__file__)), LIMITS, *order]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=[file.fileno() for file in files],
            cwd="/",
            env={},
            timeout=WALL_S,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise NotAPhoto("视频或语音处理超时，请缩短或降低清晰度后重新上传。") from None
    except subprocess.CalledProcessError:
        raise NotAPhoto(BROKEN) from None
    return done.stdout


def address(file: IO[bytes]) -> str:
    """Return how a tool names an open file that has no name of its own."""
    return f"/dev/fd/{file.fileno()}"
