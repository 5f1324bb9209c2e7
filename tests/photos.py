"""Pictures for tests: good ones, and ones that mean ill."""

import struct
import zlib
from fractions import Fraction
from io import BytesIO

from PIL import ExifTags, Image

SIZE = (640, 480)
ORIENTATION, TAKEN, OFFSET = 0x0112, 0x9003, 0x9011


def picture(size: tuple[int, int] = SIZE, colour: str = "seagreen") -> Image.Image:
    """Return a picture whose left upper corner is red, so that its way up can be told."""
    made = Image.new("RGB", size, colour)
    made.paste("red", (0, 0, size[0] // 4, size[1] // 4))
    return made


def encoded(made: Image.Image, kind: str = "JPEG", **how: object) -> bytes:
    """Return a picture as a file."""
    out = BytesIO()
    made.save(out, kind, **how)
    return out.getvalue()


def jpeg(colour: str = "seagreen") -> bytes:
    """Return a plain JPEG."""
    return encoded(picture(colour=colour))


def with_exif(
    lon: float | None = None,
    lat: float = 35.0,
    *,
    turn: int = 1,
    taken: str | None = None,
    offset: str | None = None,
    datum: str | None = None,
) -> bytes:
    """Return a JPEG as a phone writes it: which way is up, when, and where."""
    exif = Image.Exif()
    exif[ORIENTATION] = turn
    more = {TAKEN: taken, OFFSET: offset}
    exif.get_ifd(ExifTags.IFD.Exif).update({k: v for k, v in more.items() if v})
    if lon is not None:
        place = {1: "N", 2: degrees(lat), 3: "E", 4: degrees(lon)}
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(place | ({18: datum} if datum else {}))
    return encoded(picture(), exif=exif)


def degrees(value: float) -> tuple[Fraction, Fraction, Fraction]:
    """Return degrees, minutes and seconds, the seconds to a thousandth."""
    minutes = (value % 1) * 60
    return Fraction(int(value)), Fraction(int(minutes)), Fraction(round(minutes % 1 * 60_000), 1000)


def bomb(width: int = 50_000, height: int = 50_000) -> bytes:
    """Return a small PNG that claims to hold 2.5 thousand million pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(1 << 20), 9)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        chunk(*one) for one in ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    )


def inflating() -> bytes:
    """Return a PNG of one pixel whose text inflates to 200 MB."""
    packer = zlib.compressobj(9)
    block = bytes(1 << 20)
    packed = b"".join(packer.compress(block) for _ in range(200)) + packer.flush()
    text = b"Comment\0\0" + packed
    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"zTXt", text), (b"IDAT", zlib.compress(bytes(4))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*one) for one in parts)


def chunk(name: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
    )
