"""Stations by id, and the way up from them."""

from sqlalchemy.orm import Session

from gisgrid import identity
from gisgrid.kernel.errors import Invalid


class NoSuchStation(Invalid):
    """A station that was named does not exist."""

    title = "There is no such station"


def station_of(tx: Session, station_id: int) -> identity.StationRef:
    """Return a station, or say that there is none."""
    found = identity.stations(tx, [station_id]).get(station_id)
    if found is None:
        raise NoSuchStation(f"没有编号为 {station_id} 的工作站。")
    return found


def check_stations(tx: Session, ids: set[int]) -> None:
    """Refuse stations that do not exist."""
    missing = ids - identity.stations(tx, ids).keys()
    if missing:
        raise NoSuchStation(f"没有编号为 {'、'.join(map(str, sorted(missing)))} 的工作站。")


def centre(tx: Session) -> identity.StationRef:
    """Return the district dispatch centre, without which nothing can be dispatched."""
    found = identity.district_station(tx)
    if found is None:
        raise NoSuchStation("还没有区调度中心；请先导入工作站（stations）。")
    return found


def station_above(tx: Session, station_id: int) -> int | None:
    """Return the station that takes what is referred upward; a unit's office has none."""
    station = station_of(tx, station_id)
    return None if station.kind == "unit_office" else station.parent_id


def above(tx: Session, station_id: int, kind: str) -> int | None:
    """Return the nearest station of a kind on the way up, the station itself included."""
    here: int | None = station_id
    while here is not None:
        station = station_of(tx, here)
        if station.kind == kind:
            return station.id
        here = station.parent_id
    return None
