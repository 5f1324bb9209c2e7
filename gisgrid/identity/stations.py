"""Questions about stations."""

from collections.abc import Iterable

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from gisgrid.identity.actors import StationRef
from gisgrid.identity.tables import Station, Unit


def stations(tx: Session, ids: Iterable[int]) -> dict[int, StationRef]:
    """Return stations by their ids."""
    rows = tx.execute(_stations().where(Station.id.in_(list(ids))))
    return {row[0].id: _station(row) for row in rows}


def every_station(tx: Session) -> list[StationRef]:
    """List all stations in the order of their codes."""
    return [_station(row) for row in tx.execute(_stations().order_by(Station.code))]


def station_by_code(tx: Session, code: str) -> StationRef | None:
    """Return a station by its own code."""
    return _one_station(tx, _stations().where(Station.code == code))


def station_of_area(tx: Session, area_code: str) -> StationRef | None:
    """Return the station that serves an area: its centre or its community station."""
    served = _stations().where(Station.area_code == area_code, Station.unit_id.is_(None))
    return _one_station(tx, served.order_by(Station.id))


def station_of_unit(tx: Session, unit_code: str) -> StationRef | None:
    """Return the dispatch office of a district unit."""
    return _one_station(tx, _stations().where(Unit.code == unit_code))


def stations_of_units(tx: Session, unit_codes: Iterable[str]) -> frozenset[int]:
    """Return the ids of the dispatch offices of district units."""
    asked = select(Station.id).join(Unit, Unit.id == Station.unit_id)
    return frozenset(tx.scalars(asked.where(Unit.code.in_(sorted(unit_codes)))))


def district_station(tx: Session) -> StationRef | None:
    """Return the district dispatch centre."""
    return _one_station(tx, _stations().where(Station.kind == "district_centre"))


def _stations() -> Select[Station, str]:
    return select(Station, Unit.code).outerjoin(Unit, Unit.id == Station.unit_id)


def _one_station(tx: Session, asked: Select[Station, str]) -> StationRef | None:
    row = tx.execute(asked.limit(1)).first()
    return _station(row) if row else None


def _station(row: Row[Station, str]) -> StationRef:
    one, unit_code = row
    return StationRef(
        id=one.id,
        code=one.code,
        kind=one.kind,
        name=one.name,
        name_en=one.name_en,
        area_code=one.area_code,
        unit_code=unit_code,
        parent_id=one.parent_id,
        phone=one.phone,
    )
