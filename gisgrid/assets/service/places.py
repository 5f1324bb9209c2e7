"""The named places, one by one."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gisgrid.assets.tables import Place


@dataclass(frozen=True)
class NamedPlace:
    """A place people speak of, where it is (WGS84)."""

    name: str
    lon: float
    lat: float


def places(tx: Session) -> list[NamedPlace]:
    """Return every named place, by its code."""
    at = func.ST_X(Place.geom), func.ST_Y(Place.geom)
    rows = tx.execute(select(Place.name, *at).order_by(Place.code))
    return [NamedPlace(name, lon, lat) for name, lon, lat in rows]
