"""Slips and their recipients."""

import json
from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from gisgrid.dispatch.tables import Slip, SlipRecipient
from gisgrid.kernel.db import execute

PUT_RECIPIENTS: Final = """
    INSERT INTO slip_recipient (slip_id, part, person_id, station_id)
    SELECT slip_id, part, person_id, station_id
    FROM json_populate_recordset(NULL::slip_recipient, %s::json)
"""


def put_recipients(tx: Session, recipients: Sequence[Mapping[str, int | None]]) -> None:
    """Write to whom slips are pushed, in one statement."""
    execute(tx, PUT_RECIPIENTS, (json.dumps(recipients),))


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
