"""Rows that are replaced by their next version, never edited."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping, select, update
from sqlalchemy.orm import Session

from gisgrid.duties.tables import DutyRule, FilingPolicy, OwnerOverride
from gisgrid.kernel.db import Table

Versioned = DutyRule | OwnerOverride | FilingPolicy


def current_rule(tx: Session, code: str) -> DutyRule | None:
    """Return the version of a rule that is in force, locked against a second change."""
    current = select(DutyRule).where(DutyRule.code == code, DutyRule.replaced_at.is_(None))
    return tx.scalars(current.with_for_update()).one_or_none()


def last_version(tx: Session, table: type[Versioned], code: str) -> int:
    """Return the newest version that this code ever had, 0 when it is new."""
    newest = select(table.version).where(table.code == code)
    return tx.scalar(newest.order_by(table.version.desc()).limit(1)) or 0


def current_rows(tx: Session, table: type[Table]) -> Sequence[RowMapping]:
    """Return the versions in force of rules, overrides or policies."""
    plain = table.__table__
    return tx.execute(select(plain).where(plain.c.replaced_at.is_(None))).mappings().all()


def replace_rows(tx: Session, table: type[Table], codes: Sequence[str], at: datetime) -> None:
    """Mark the versions in force of these codes as replaced."""
    current = (table.__table__.c.code.in_(codes), table.__table__.c.replaced_at.is_(None))
    tx.execute(update(table).where(*current).values(replaced_at=at))
