"""The quiet ground under the map: a file in the district's folder, held while it is unchanged."""

from functools import lru_cache
from pathlib import Path

from gisgrid.kernel.folders import place

NOTHING = b'{"type":"FeatureCollection","features":[]}'


def backdrop(district: str) -> bytes:
    """Return the district's backdrop as GeoJSON; a district without one has an empty ground."""
    path = place(district) / "backdrop.geojson"
    return _read(path, path.stat().st_mtime_ns) if path.is_file() else NOTHING


@lru_cache(maxsize=4)
def _read(path: Path, _: int) -> bytes:
    return path.read_bytes()
