"""Pure arithmetic of tiles: which exist, which a box touches, how an answer is named."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from math import asinh, floor, pi, radians, tan

DEEPEST = 22
MERCATOR_EDGE = 85.05112877980659


@dataclass(frozen=True)
class Tile:
    """A tile of the web's square grid."""

    z: int
    x: int
    y: int

    def exists(self) -> bool:
        """Tell whether there is such a tile."""
        side = 1 << self.z if 0 <= self.z <= DEEPEST else 0
        return 0 <= self.x < side and 0 <= self.y < side


@dataclass(frozen=True)
class Box:
    """A box in degrees."""

    west: float
    south: float
    east: float
    north: float


def tile_at(lon: float, lat: float, z: int) -> Tile:
    """Return the tile of a zoom in which a point lies."""
    side = 1 << z
    lat = max(-MERCATOR_EDGE, min(MERCATOR_EDGE, lat))
    x = floor((lon + 180) / 360 * side)
    y = floor((1 - asinh(tan(radians(lat))) / pi) / 2 * side)
    return Tile(z, min(max(x, 0), side - 1), min(max(y, 0), side - 1))


def tiles_of(box: Box, zooms: range) -> Iterator[Tile]:
    """Give every tile that a box touches, coarse to fine."""
    for z in zooms:
        first, last = tile_at(box.west, box.north, z), tile_at(box.east, box.south, z)
        for x in range(first.x, last.x + 1):
            yield from (Tile(z, x, y) for y in range(first.y, last.y + 1))


def etag(content: bytes) -> str:
    """Name content by itself: the same bytes have the same name, whoever asks."""
    return f'"{digest_of(content)}"'


def digest_of(content: bytes) -> str:
    """Return 24 hexadecimal digits that stand for some bytes."""
    return blake2b(content, digest_size=12).hexdigest()


def matches(if_none_match: str | None, tag: str) -> bool:
    """Tell whether the caller already holds this content (RFC 9110, weak comparison)."""
    given = [one.strip().removeprefix("W/") for one in (if_none_match or "").split(",")]
    return tag in given or given == ["*"]


def masked(phone: str) -> str:
    """Show a telephone number without its middle: 138****1234."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "****"
