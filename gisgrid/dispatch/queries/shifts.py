"""Handovers of shifts, and the open cases that the next shift must know of."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from gisgrid.cases import OPEN, Action, CaseFile, Reach, Step, in_queue, within
from gisgrid.dispatch.tables import ShiftHandover

SPECIAL: Final = ("emergency", "supervised", "overdue", "returned", "unrouted")
"""Why the next shift must know of an open case."""
Shifts = Sequence[ShiftHandover]


def put(tx: Session, values: Mapping[str, Any]) -> ShiftHandover | None:
    """Write a handover; None while another of the station waits to be taken over."""
    written = insert(ShiftHandover).values(values).on_conflict_do_nothing()
    shift_id = tx.scalar(written.returning(ShiftHandover.id))
    return tx.get(ShiftHandover, shift_id) if shift_id is not None else None


def last(tx: Session, station_id: int) -> ShiftHandover | None:
    """Return a station's latest handover."""
    asked = select(ShiftHandover).where(ShiftHandover.station_id == station_id)
    return tx.scalar(asked.order_by(ShiftHandover.id.desc()).limit(1))


def locked(tx: Session, shift_id: int, stations: Collection[int]) -> ShiftHandover | None:
    """Return a handover of some stations, its row locked."""
    asked = select(ShiftHandover).where(ShiftHandover.id == shift_id)
    return tx.scalar(asked.where(ShiftHandover.station_id.in_(stations)).with_for_update())


def before(tx: Session, stations: Collection[int], first: int | None, limit: int) -> Shifts:
    """Return handovers of some stations, the newest first, those before one when it is given."""
    asked = select(ShiftHandover).where(ShiftHandover.station_id.in_(stations))
    if first is not None:
        asked = asked.where(ShiftHandover.id < first)
    return tx.scalars(asked.order_by(ShiftHandover.id.desc()).limit(limit)).all()


def special(tx: Session, who: Reach, why: str, limit: int) -> list[int]:
    """Return open cases that the next shift must know of for one reason, the first due first."""
    asked = select(CaseFile.id).where(within(who), _is_open(), _because(why))
    return list(tx.scalars(asked.order_by(CaseFile.solve_due, CaseFile.id).limit(limit)))


def named(tx: Session, who: Reach, case_ids: Iterable[int]) -> dict[int, CaseFile]:
    """Return those of some cases that a scope sees, by id."""
    asked = select(CaseFile).where(CaseFile.id.in_(list(case_ids)), within(who))
    return {one.id: one for one in tx.scalars(asked)}


def _is_open() -> ColumnElement[bool]:
    return CaseFile.status.in_(sorted(OPEN))


def _because(why: str) -> ColumnElement[bool]:
    if why == "emergency":
        return CaseFile.emergency.is_(True)
    if why == "supervised":
        said = select(Step.seq).where(Step.case_id == CaseFile.id)
        return said.where(Step.action == Action.SUPERVISE).exists()
    return in_queue(why)
