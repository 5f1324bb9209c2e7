"""What a citizen's own reports ask the database."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from gisgrid.cases.tables import CaseFile, Rating, Report


def reports_from(
    tx: Session, phones: Sequence[bytes], before: int | None, most: int
) -> list[Report]:
    """Return what was reported from a telephone, the latest first, older than a report."""
    asked = select(Report).where(Report.phone_index.in_(phones))
    asked = asked if before is None else asked.where(Report.id < before)
    return list(tx.scalars(asked.order_by(Report.id.desc()).limit(most)))


def cases_of(tx: Session, ids: Iterable[int]) -> list[CaseFile]:
    """Return some cases by their ids."""
    return list(tx.scalars(select(CaseFile).where(CaseFile.id.in_(sorted(ids)))))


def rated_by_reporters(tx: Session, cases: Sequence[int]) -> set[tuple[int, int]]:
    """Return the rounds of some cases that their reporters have rated."""
    asked = select(Rating.case_id, Rating.round).where(Rating.side == "reporter")
    return {(case, round_) for case, round_ in tx.execute(asked.where(Rating.case_id.in_(cases)))}


def is_reported_from(tx: Session, case_id: int, phone: bytes | None) -> bool:
    """Tell whether a case was reported from a telephone already; nobody's is no telephone."""
    asked = select(Report.id).where(Report.case_id == case_id, Report.phone_index == phone)
    return phone is not None and tx.scalar(asked.limit(1)) is not None
