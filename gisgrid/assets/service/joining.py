"""Join assets to the leaves of an edition."""

import numpy as np
from sqlalchemy.orm import Session

from gisgrid import grid
from gisgrid.assets import queries


def join_to_grid(tx: Session, edition_id: int) -> None:
    """Find the leaves of every asset in an edition anew; doing it again changes nothing.

    A point belongs to its leaf by the locator; a line, a polygon and what a camera sees to
    every leaf they touch, by share, with one in the lead.
    """
    queries.forget_joins(tx, edition_id)
    tx.execute(queries.sql("join_shapes"), {"edition": edition_id})
    _join_points(tx, edition_id)


def _join_points(tx: Session, edition_id: int) -> None:
    assets, lons, lats = queries.points(tx)
    found = grid.locate_many(tx, lons, lats, edition=grid.edition_numbered(tx, edition_id))
    inside = np.flatnonzero(found.leaf)
    queries.put_points(
        tx, edition_id, np.asarray(assets, np.int64)[inside].tolist(), found.leaf[inside].tolist()
    )
