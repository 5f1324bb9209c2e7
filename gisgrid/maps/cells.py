"""Hexagons (H3): their shapes, drawn once, and the folding of their counts."""

from collections.abc import Iterable

import h3
import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid import grid

FINEST, COARSEST = 10, 6
"""Cases are counted in the finest hexagons; maps far away show coarser ones."""
EARTH_M = 6_378_137.0
UNKNOWN = text("SELECT cell FROM unnest(:cells) AS cell EXCEPT SELECT cell FROM cell_shape")
DRAW = text("""
    INSERT INTO cell_shape (cell, resolution, geom)
    SELECT cell, resolution, ST_GeomFromWKB(shape, 3857)
    FROM unnest(:cells, CAST(:resolutions AS int[]), CAST(:shapes AS bytea[]))
      AS drawn (cell, resolution, shape)
    ON CONFLICT DO NOTHING
""")
TAKE_WANTED = text("DELETE FROM cell_wanted RETURNING cell")
FOLD = text("""
    WITH crowded AS (
      SELECT cell, path, closed_on FROM case_cell GROUP BY cell, path, closed_on
      HAVING count(*) > 1
    ),
    taken AS (
      DELETE FROM case_cell c USING crowded w
      WHERE (c.cell, c.path, c.closed_on) = (w.cell, w.path, w.closed_on)
      RETURNING c.cell, c.path, c.closed_on, c.cases
    )
    INSERT INTO case_cell (cell, path, closed_on, cases)
    SELECT cell, path, closed_on, sum(cases) FROM taken
    GROUP BY cell, path, closed_on HAVING sum(cases) <> 0
""")


def fold(tx: Session) -> None:
    """Add up the counts of each hexagon, and draw those that are shown by their number alone.

    Whoever reads meanwhile sees the rows before or after: the same sums.
    """
    draw(tx, tx.scalars(TAKE_WANTED).all())
    tx.execute(FOLD)


def draw_district(tx: Session) -> None:
    """Draw every hexagon that touches the grid in force, before the first case lies in it."""
    for leaf in grid.leaves(tx):
        shape = h3.geo_to_h3shape(shapely.geometry.mapping(leaf.polygon))
        found = h3.h3shape_to_cells_experimental(shape, FINEST, contain="overlap")
        draw(tx, (h3.str_to_int(cell) for cell in found))


def draw(tx: Session, finest: Iterable[int]) -> None:
    """Draw hexagons and all that hold them, where they are not drawn yet."""
    wanted = {cell for one in finest for cell in with_parents(one)}
    missing = tx.scalars(UNKNOWN, {"cells": sorted(wanted)}).all() if wanted else []
    if missing:
        resolutions = [h3.get_resolution(h3.int_to_str(cell)) for cell in missing]
        shapes = [shapely.to_wkb(shapely.Polygon(ring(cell))) for cell in missing]
        said = {"cells": list(missing), "resolutions": resolutions, "shapes": shapes}
        tx.execute(DRAW, said)


def with_parents(cell: int) -> Iterable[int]:
    """Give a hexagon and the coarser ones that hold it."""
    name = h3.int_to_str(cell)
    return (h3.str_to_int(h3.cell_to_parent(name, r)) for r in range(COARSEST, FINEST + 1))


def ring(cell: int) -> NDArray[np.float64]:
    """Return the corners of a hexagon in the web's projection."""
    lat, lon = np.radians(h3.cell_to_boundary(h3.int_to_str(cell))).T
    return np.column_stack((lon, np.log(np.tan(np.pi / 4 + lat / 2)))) * EARTH_M
