"""The leaves of the edition in force with their shapes, for whoever draws or simulates."""

from dataclasses import dataclass

import shapely
from geoalchemy2.shape import to_shape
from sqlalchemy import select
from sqlalchemy.orm import Session

from gisgrid.grid.service.books import current_edition
from gisgrid.grid.tables import AreaShape


@dataclass(frozen=True)
class LeafShape:
    """A leaf, the ids from the root to it, its households if known, and its polygon (WGS84)."""

    area_id: int
    path: tuple[int, ...]
    households: int | None
    polygon: shapely.MultiPolygon


def leaves(tx: Session) -> list[LeafShape]:
    """Return every leaf of the edition in force, by its path."""
    edition = current_edition(tx).id
    valid = (AreaShape.from_edition <= edition) & (
        AreaShape.to_edition.is_(None) | (AreaShape.to_edition > edition)
    )
    rows = tx.scalars(select(AreaShape).where(valid, AreaShape.is_leaf).order_by(AreaShape.path))
    return [leaf_of(row) for row in rows]


def leaf_of(row: AreaShape) -> LeafShape:
    """Return a stored shape as a leaf."""
    polygon = shapely.MultiPolygon(shapely.get_parts(to_shape(row.geom)).tolist())
    return LeafShape(row.area_id, tuple(row.path), row.households, polygon)
