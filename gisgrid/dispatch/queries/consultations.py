"""Consultations, their parties and their tasks."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from gisgrid.dispatch.tables import Consultation, ConsultationParty, ConsultationTask


def open_consultation(tx: Session, case_id: int) -> Consultation | None:
    """Return the consultation that is not decided."""
    query = select(Consultation).where(Consultation.case_id == case_id)
    return tx.scalar(query.where(Consultation.decided_at.is_(None)))


def consultations(tx: Session, case_id: int) -> Sequence[Consultation]:
    """Return every consultation of a case, oldest first."""
    query = select(Consultation).where(Consultation.case_id == case_id)
    return tx.scalars(query.order_by(Consultation.id)).all()


def parties_of(tx: Session, consultation_id: int) -> Sequence[ConsultationParty]:
    """Return who was asked and what they said, in the order in which they were asked."""
    query = select(ConsultationParty).where(ConsultationParty.consultation_id == consultation_id)
    return tx.scalars(query.order_by(ConsultationParty.id)).all()


def tasks_of(tx: Session, consultation_id: int) -> Sequence[ConsultationTask]:
    """Return who does what by when."""
    query = select(ConsultationTask).where(ConsultationTask.consultation_id == consultation_id)
    return tx.scalars(query.order_by(ConsultationTask.due, ConsultationTask.id)).all()
