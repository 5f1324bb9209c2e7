"""How far a photo was taken from the pin of its report."""

import math
from typing import Final

Pair = tuple[float, float]
METRES_PER_DEGREE: Final = 111_195.0


def metres_apart(one: Pair, other: Pair) -> float:
    """Return the distance between two places (lon, lat in WGS 84) on a sphere, in whole metres."""
    (lon, lat), (to_lon, to_lat) = one, other
    a, b = math.radians(lat), math.radians(to_lat)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(to_lon - lon) / 2) ** 2
    return float(round(2 * math.degrees(math.asin(min(1.0, math.sqrt(half)))) * METRES_PER_DEGREE))
