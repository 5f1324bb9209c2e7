"""Slips and their recipients."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from gisgrid.dispatch.tables import Slip, SlipRecipient


def slip(tx: Session, case_id: int, number: int | None = None) -> Slip | None:
    """Return the slip of a round, or of the latest one."""
    query = select(Slip).where(Slip.case_id == case_id)
    if number is not None:
        query = query.where(Slip.round == number)
    return tx.scalar(query.order_by(Slip.round.desc()).limit(1))


def recipients(tx: Session, slip_id: int) -> Sequence[SlipRecipient]:
    """Return the five recipients in the order of the slip's parts."""
    query = select(SlipRecipient).where(SlipRecipient.slip_id == slip_id)
    return tx.scalars(query.order_by(SlipRecipient.part)).all()
