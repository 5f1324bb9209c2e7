"""Runs the decoder: one confined process a picture, killed when it is late.

A process costs 0.15 s of start; a pool would keep what one broken picture did to a process for
the next person's picture.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

from gisgrid.files import decoder
from gisgrid.files.rules.boxes import Box
from gisgrid.files.rules.kinds import HEAD_BYTES, Kind, NotAPhoto, TooLarge, kind_of
from gisgrid.kernel import datum as datums
from gisgrid.kernel import moments
from gisgrid.kernel.datum import BadCoordinates, Datum
from gisgrid.kernel.settings import Settings

MEMORY: Final = 1 << 30
CPU_S: Final = 15
WALL_S: Final = 30
OUTPUT: Final = 64 << 20
JPEG: Final = "image/jpeg"
THUMBNAIL: Final = 320
"""Pixels of a thumbnail's longer side."""


@dataclass(frozen=True, slots=True)
class Rendition:
    """One new file of ours."""

    content: bytes
    width: int
    height: int
    media_type: str = JPEG


@dataclass(frozen=True, slots=True)
class Decoded:
    """A picture written anew, and what the old file said of when and where it was taken."""

    photo: Rendition
    thumbnail: Rendition
    taken_at: datetime | None
    x: float | None
    y: float | None
    datum: Datum | None
    video: Rendition | None = None
    """The video whose poster the photo is."""
    voice: Rendition | None = None
    """The voice note whose waveform the photo is; it has no width and no height."""


def decode(raw: bytes, limits: Settings, boxes: Sequence[Box] = ()) -> Decoded:
    """Write a picture anew; the boxes are pixelated.

    Raises:
        WrongKind: it is no picture of a kind that is taken in.
        TooLarge: it has too many pixels.
        NotAPhoto: it is cut short, broken, or takes too long.
    """
    kind = kind_of(raw[:HEAD_BYTES])
    with tempfile.TemporaryFile() as out:
        _run(raw, _orders(kind, limits, boxes), out)
        out.seek(0)
        header, files = _read(out)
    _refuse(header, limits)
    sizes = header["files"]
    photo, thumbnail = (Rendition(f, w, h) for f, (w, h, _) in zip(files, sizes, strict=True))
    x, y, datum = place_of(header["place"], header["datum"])
    return Decoded(photo, thumbnail, _taken(header, limits), x, y, datum)


def _orders(kind: Kind, limits: Settings, boxes: Sequence[Box]) -> str:
    return json.dumps(
        {
            "kind": kind,
            "pixels": limits.photo_pixels,
            "side": limits.photo_side,
            "thumbnail": THUMBNAIL,
            "boxes": [astuple(box) for box in boxes],
            "memory": MEMORY,
            "cpu_s": CPU_S,
            "output": OUTPUT,
        }
    )


def _run(raw: bytes, orders: str, out: IO[bytes]) -> None:
    command = [sys.executable, "-I", str(Path(decoder.__file__)), orders]
    try:
        subprocess.run(  # noqa: S603 - our own program, no shell
            command,
            input=raw,
            stdout=out,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={},
            timeout=WALL_S,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise NotAPhoto("照片处理超时，请缩小后重新上传。") from None
    except subprocess.CalledProcessError:
        raise NotAPhoto("照片已损坏，无法读取，请重新拍摄或另选一张。") from None


def _read(out: IO[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    (length,) = decoder.LENGTH.unpack(out.read(decoder.LENGTH.size))
    header: dict[str, Any] = json.loads(out.read(length))
    return header, [out.read(size) for _, _, size in header.get("files", ())]


def _refuse(header: dict[str, Any], limits: Settings) -> None:
    refused = header.get("refused")
    if refused == "pixels":
        most = limits.photo_pixels // 1_000_000
        raise TooLarge(f"照片像素过多，最多 {most} 百万像素，请缩小后重新上传。")
    if refused is not None:
        raise NotAPhoto("照片不完整或已损坏，无法读取，请重新拍摄或另选一张。")


def _taken(header: dict[str, Any], limits: Settings) -> datetime | None:
    """Return when it was taken; a camera that names no zone keeps the district's time.

    None where it tells none, or one that nobody could read again.
    """
    said = header["taken"] or ""
    try:
        at = datetime.strptime(said, "%Y:%m:%d %H:%M:%S").replace(tzinfo=limits.tz)
        if header["offset"]:
            at = datetime.strptime(said + header["offset"], "%Y:%m:%d %H:%M:%S%z")
    except ValueError:
        return None
    return at if moments.is_kept(at) else None


def place_of(
    said: Sequence[float] | None, named: str | None
) -> tuple[float | None, float | None, Datum | None]:
    """Return where it was taken, in the datum that the file names; no place at 0, 0."""
    if said is None or not any(said):
        return None, None, None
    x, y = said
    try:
        datums.check(x, y)
    except BadCoordinates:
        return None, None, None
    plain = (named or "").lower().replace("-", "").replace("_", "")
    return x, y, Datum(plain) if plain in set(Datum) else Datum.WGS84
