"""Who stands on each rung of the ladder for a case and an order."""

from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy.orm import Session

from gisgrid import duties, grid, identity
from gisgrid.cases import CaseFile
from gisgrid.dispatch.rules.ladder import Rung
from gisgrid.dispatch.service.stations import above, station_of
from gisgrid.dispatch.service.telling import Address
from gisgrid.dispatch.tables import Order
from gisgrid.kernel import clock

SUBDISTRICT: Final = "subdistrict_centre"
Find = Callable[[Session, CaseFile, Order | None], list[Address]]


def whom(tx: Session, case: CaseFile, order: Order | None, rung: Rung) -> list[Address]:
    """Return who is told on a rung; a vacant rung passes it to the next one up."""
    rungs = list(Rung)
    for one in rungs[rungs.index(rung) :]:
        found = FIND[one](tx, case, order)
        if found:
            return found
    return []


def _grid_leader(_: Session, case: CaseFile, order: Order | None) -> list[Address]:
    """Return the grid leader, and whoever holds the order: they are warned together."""
    holder = order.holder_person_id if order else None
    people = dict.fromkeys(one for one in (case.leader_person_id, holder) if one is not None)
    return [Address(person_id=one) for one in people]


def _station(_: Session, __: CaseFile, order: Order | None) -> list[Address]:
    return [Address(station_id=order.station_id)] if order else []


def _subdistrict(tx: Session, case: CaseFile, order: Order | None) -> list[Address]:
    """Return the subdistrict centre over the order's station; for a unit's, that of the area."""
    found = above(tx, order.station_id, SUBDISTRICT) if order else None
    found = found or _subdistrict_of_area(tx, case)
    return [Address(station_id=found)] if found else []


def _subdistrict_of_area(tx: Session, case: CaseFile) -> int | None:
    refs = grid.area_refs(tx, case.path_today) if case.path_today else {}
    for ref in refs.values():
        station = identity.station_of_area(tx, ref.code)
        if station is not None and station.kind == SUBDISTRICT:
            return station.id
    return None


def _district(tx: Session, _: CaseFile, __: Order | None) -> list[Address]:
    found = identity.district_station(tx)
    return [Address(station_id=found.id)] if found else []


def _leader(tx: Session, case: CaseFile, order: Order | None) -> list[Address]:
    key = duties.case_class(tx, case.class_id).key if case.class_id is not None else None
    unit = station_of(tx, order.station_id).unit_code if order else None
    found = identity.leader_in_charge(tx, class_key=key, unit_code=unit, at=clock.now())
    return [Address(person_id=found.person_id)] if found else []


FIND: Final[Mapping[Rung, Find]] = {
    Rung.GRID_LEADER: _grid_leader,
    Rung.STATION: _station,
    Rung.SUBDISTRICT_CENTRE: _subdistrict,
    Rung.DISTRICT_CENTRE: _district,
    Rung.LEADER: _leader,
}
