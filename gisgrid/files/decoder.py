"""Decode one picture and write it anew: a program of its own, which trusts nothing it reads.

Run as `python -I decoder.py '<orders as JSON>' < picture > answer`; it imports nothing of ours.
The answer is a length, a JSON header and the new files; nothing of the old file but its pixels
goes into them. Limits of memory, time and output are set before the first byte is read.
"""

import json
import math
import resource
import struct
import sys
from io import BytesIO
from typing import Any

from PIL import ExifTags, Image

LENGTH = struct.Struct(">I")
CELLS = 8
"""A redacted box is shown as so many cells along its longer side: too few to read."""
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
UNREADABLE = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError,
    ArithmeticError, EOFError, struct.error,
)  # fmt: skip
ORIENTATION, TAKEN, OFFSET = 0x0112, 0x9003, 0x9011
LAT_SIDE, LAT, LON_SIDE, LON, DATUM = 1, 2, 3, 4, 18


def main() -> None:
    """Do as ordered and write the answer."""
    orders = json.loads(sys.argv[1])
    confine(orders)
    try:
        header, files = decoded(sys.stdin.buffer.read(), orders)
    except MemoryError:
        header, files = {"refused": "pixels"}, []
    except UNREADABLE:
        header, files = {"refused": "broken"}, []
    said = json.dumps(header).encode()
    sys.stdout.buffer.write(LENGTH.pack(len(said)) + said + b"".join(files))


def confine(orders: dict[str, Any]) -> None:
    """Set what this process may use; there is no way back."""
    limits = {
        resource.RLIMIT_AS: orders["memory"],
        resource.RLIMIT_CPU: orders["cpu_s"],
        resource.RLIMIT_FSIZE: orders["output"],
        resource.RLIMIT_NOFILE: 16,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in limits.items():
        resource.setrlimit(what, (most, most))


def decoded(raw: bytes, orders: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    """Return what is known of a picture, and the picture and its thumbnail as JPEG."""
    Image.MAX_IMAGE_PIXELS = None  # the next lines ask before anything is decoded
    picture = Image.open(BytesIO(raw), formats=[orders["kind"]])
    if picture.width * picture.height > orders["pixels"]:
        return {"refused": "pixels"}, []
    picture.draft(None, (orders["side"], orders["side"]))  # JPEG: decode no more than is kept
    picture.load()
    said = what_it_says(picture)
    plain = turned(on_white(picture), said.pop("turn"))
    plain.thumbnail((orders["side"], orders["side"]))
    for box in orders["boxes"]:
        pixelate(plain, *box)
    small = plain.copy()
    small.thumbnail((orders["thumbnail"], orders["thumbnail"]))
    files = [jpeg(plain), jpeg(small)]
    sizes = [(*one.size, len(file)) for one, file in zip((plain, small), files, strict=True)]
    return {**said, "files": sizes}, files


def on_white(picture: Image.Image) -> Image.Image:
    """Return the pixels alone, what is transparent on white; no comment, no profile, no text."""
    clear = "A" in picture.getbands() or "transparency" in picture.info
    plain = Image.new("RGB", picture.size, "white")
    if clear:
        layer = picture.convert("RGBA")
        plain.paste(layer, mask=layer.getchannel("A"))
    else:
        plain.paste(picture.convert("RGB"))
    return plain


def turned(plain: Image.Image, turn: int) -> Image.Image:
    """Return the picture upright."""
    return plain.transpose(TURNS[turn]) if turn in TURNS else plain


def pixelate(plain: Image.Image, x: int, y: int, width: int, height: int) -> None:
    """Replace a box by a few cells of one colour each."""
    cell = max(1, math.ceil(max(width, height) / CELLS))
    few = (math.ceil(width / cell), math.ceil(height / cell))
    box = (x, y, x + width, y + height)
    coarse = plain.crop(box).resize(few, Image.Resampling.BOX)
    plain.paste(coarse.resize((width, height), Image.Resampling.NEAREST), box)


def jpeg(plain: Image.Image) -> bytes:
    """Return a picture as JPEG, with nothing but its pixels."""
    out = BytesIO()
    plain.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def what_it_says(picture: Image.Image) -> dict[str, Any]:
    """Return what EXIF says: which way is up, when and where it was taken; nothing if unreadable.

    Times and coordinates are as written: without zone, in the datum that is named beside them.
    """
    try:
        exif = picture.getexif()
        more, gps = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
        taken, offset = words(more.get(TAKEN)), words(more.get(OFFSET))
        turn = exif.get(ORIENTATION, 1)
    except UNREADABLE:
        return {"turn": 1, "taken": None, "offset": None, "place": None, "datum": None}
    place, datum = place_of(gps), words(gps.get(DATUM))
    return {"turn": turn, "taken": taken, "offset": offset, "place": place, "datum": datum}


def words(value: object) -> str | None:
    """Return a short text, or None."""
    return value.strip("\0 ")[:40] if isinstance(value, str) else None


def place_of(gps: dict[int, Any]) -> tuple[float, float] | None:
    """Return lon, lat in degrees, or None where they are missing or no numbers."""
    try:
        lon, lat = degrees(gps[LON]), degrees(gps[LAT])
        east = -1 if gps[LON_SIDE] == "W" else 1
        north = -1 if gps[LAT_SIDE] == "S" else 1
    except UNREADABLE:
        return None
    return (lon * east, lat * north) if math.isfinite(lon) and math.isfinite(lat) else None


def degrees(parts: Any) -> float:
    """Return degrees, minutes and seconds as degrees."""
    whole, minutes, seconds = (float(part) for part in parts)
    return whole + minutes / 60 + seconds / 3600


if __name__ == "__main__":
    main()
