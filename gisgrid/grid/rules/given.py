"""An area as a file or an older edition gives it, before anything is believed about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

import shapely
from shapely.geometry.base import BaseGeometry

METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True)
class GivenLevel:
    """A level of the grid; rank 0 is the coarsest."""

    code: str
    rank: int
    name: str
    name_en: str | None = None


@dataclass(frozen=True)
class GivenArea:
    """One row: its identity, its names, its parent as far as given, and its shape in WGS84."""

    level: str
    code: str
    code_list: str
    name: str
    shape: BaseGeometry | None
    name_en: str | None = None
    parent_code: str | None = None
    kind: str | None = None
    households: int | None = None
    synthetic: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """Return the code with its list, which together are unique."""
        return self.code_list, self.code

    @property
    def label(self) -> str:
        """Return how a message names the area."""
        return f"{self.code} {self.name}".strip()

    @property
    def ground(self) -> BaseGeometry:
        """Return the shape, an empty one if none was given."""
        return shapely.Polygon() if self.shape is None else self.shape


def square_metres(shape: BaseGeometry) -> float:
    """Return the area of a lon/lat shape, good to a percent: for messages and thresholds."""
    if shape.is_empty:
        return 0.0
    middle = radians((shape.bounds[1] + shape.bounds[3]) / 2)
    return float(shape.area) * METRES_PER_DEGREE**2 * cos(middle)


def polygons_only(shape: BaseGeometry) -> BaseGeometry:
    """Return the polygons of an overlay's result, without its lines and points."""
    parts = [p for p in shapely.get_parts(shape) if p.geom_type == "Polygon"]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def union(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return all the ground that the shapes cover; invalid ones are mended for the purpose."""
    return shapely.union_all(shapely.make_valid(list(shapes)))
