"""A published edition's boundary tiles as one file (PMTiles 3)."""

import tempfile
from collections.abc import Iterable
from typing import Any, Final

from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from gisgrid.maps.catalogue import Layer
from gisgrid.maps.rules import Box, Tile

MEDIA_TYPE: Final = "application/vnd.pmtiles"
E7: Final = 10_000_000


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
