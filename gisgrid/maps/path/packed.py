"""An answer as it goes over the wire: compressed once, its headers written once."""

import gzip
from dataclasses import dataclass
from typing import Any, Final

LEVEL: Final = 6
OF_GZIP: Final = frozenset({b"content-encoding", b"content-length"})
Headers = list[tuple[bytes, bytes]]
COMMON: Final[Headers] = [
    (b"content-type", b"application/vnd.mapbox-vector-tile"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
]
FOR_EVER: Final[Headers] = [
    *COMMON,
    (b"cache-control", b"public, max-age=31536000, immutable"),
    (b"vary", b"Accept-Encoding"),
]
LIVE: Final[Headers] = [
    *COMMON,
    (b"cache-control", b"private, no-cache"),
    (b"vary", b"Cookie, Authorization, Accept-Encoding"),
]


@dataclass(frozen=True, slots=True)
class Packed:
    """A tile in gzip, and the beginning of the answer that carries it."""

    body: bytes
    start: dict[str, Any]
    content_name: str = ""
    """What a live tile's content is known by; nothing for what never changes."""

    def plain(self) -> "Packed":
        """Return the answer for who takes no gzip."""
        said = [one for one in self.start["headers"] if one[0] not in OF_GZIP]
        body = gzip.decompress(self.body)
        return Packed(body, start(200, [*said, length_of(body)]), self.content_name)


def packed(body: bytes, headers: Headers, content_name: str = "") -> Packed:
    """Make an answer of bytes that are compressed already."""
    said = [*headers, length_of(body), (b"content-encoding", b"gzip")]
    return Packed(body, start(200, said), content_name)


def length_of(body: bytes) -> tuple[bytes, bytes]:
    """Write the header that says how long a body is."""
    return b"content-length", str(len(body)).encode()


def start(status: int, headers: Headers) -> dict[str, Any]:
    """Write the beginning of an answer."""
    return {"type": "http.response.start", "status": status, "headers": headers}


def squeezed(content: bytes) -> bytes:
    """Compress a tile; the same tile gives the same bytes."""
    return gzip.compress(content, LEVEL, mtime=0)
