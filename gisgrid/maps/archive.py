"""A published edition's boundary tiles as one file (PMTiles 3), and parts of it (RFC 9110)."""

import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from gisgrid.kernel.errors import Problem
from gisgrid.maps.catalogue import Layer
from gisgrid.maps.rules import Box, Tile

MEDIA_TYPE: Final = "application/vnd.pmtiles"
ONE_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
E7: Final = 10_000_000


class BeyondFile(Problem):
    """The part that is asked for begins behind the end of the file."""

    status = 416
    title = "There is no such part"


@dataclass(frozen=True)
class Part:
    """Some bytes of a file, the first and the last of them by number."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """Return how many bytes it has."""
        return self.last - self.first + 1


def part_of(header: str | None, size: int) -> Part | None:
    """Read which part of a file is asked for; None for the whole.

    What is no single range of bytes is ignored, as RFC 9110 wants it.
    """
    found = ONE_RANGE.fullmatch((header or "").strip())
    first, last = found.groups() if found else ("", "")
    if not first and not last:
        return None
    if not first:
        part = Part(max(0, size - int(last)), size - 1)
    else:
        part = Part(int(first), min(int(last or size), size - 1))
        if last and int(last) < int(first):
            return None
    if part.length < 1 or part.first >= size:
        raise BeyondFile(f"文件只有 {size} 字节 · the file has {size} bytes.", size=size)
    return part


def packed_file(
    tiles: Iterable[tuple[Tile, bytes]], box: Box, about: dict[str, Any], deepest: int
) -> bytes:
    """Write compressed tiles into one file, byte for byte; the same tiles give the same file."""
    middle = ((box.west + box.east) / 2, (box.south + box.north) / 2)
    header = {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": round(box.west * E7),
        "min_lat_e7": round(box.south * E7),
        "max_lon_e7": round(box.east * E7),
        "max_lat_e7": round(box.north * E7),
        "center_zoom": min(12, deepest),
        "center_lon_e7": round(middle[0] * E7),
        "center_lat_e7": round(middle[1] * E7),
    }
    with tempfile.TemporaryFile() as file:
        writer = Writer(file)
        numbered = ((zxy_to_tileid(t.z, t.x, t.y), content) for t, content in tiles)
        for number, content in sorted(numbered):
            writer.write_tile(number, content)
        writer.finalize(header, about)
        file.seek(0)
        return file.read()


def about_layers(layers: Iterable[Layer], name: str) -> dict[str, Any]:
    """Describe the layers of a file, for programs that read nothing else (TileJSON's words)."""
    kinds = {"number": "Number"}
    described = [
        {
            "id": layer.id,
            "description": f"{layer.title.zh} · {layer.title.en}",
            "minzoom": layer.zoom[0],
            "fields": {one: kinds.get(f.kind, "String") for one, f in layer.fields.items()},
        }
        for layer in layers
    ]
    return {"name": name, "type": "overlay", "vector_layers": described}
