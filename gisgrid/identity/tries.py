"""Wrong passwords: counted for the login as typed and for the address, known or not."""

import hashlib
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import case, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from gisgrid.identity import rules
from gisgrid.identity.tables import FailedSignIn
from gisgrid.kernel import clock

Subjects = dict[str, bytes]


def subjects_of(login: str, ip: str | None) -> Subjects:
    """Return what failures are counted for: the login, and the address where it is known.

    One house has a whole /64 of IPv6 addresses, so they count as one.
    """
    named = {"address": _neighbourhood(ip) if ip else "", "login": login.strip().casefold()}
    return {
        kind: hashlib.sha256(f"{kind}:{name}".encode()).digest()
        for kind, name in named.items()
        if name
    }


def blocked_for(tx: Session, subjects: Subjects) -> timedelta:
    """Return how long nobody may try, zero when anybody may."""
    asked = select(func.max(FailedSignIn.blocked_until))
    until = tx.scalar(asked.where(FailedSignIn.subject.in_(subjects.values())))
    return max(until - clock.now(), timedelta(0)) if until else timedelta(0)


def count_failure(tx: Session, subjects: Subjects) -> timedelta:
    """Count a wrong try for each subject and return how long nobody may try again."""
    now = clock.now()
    stale = FailedSignIn.last_at < now - rules.FORGOTTEN_AFTER
    tx.execute(delete(FailedSignIn).where(stale))
    return max(_counted(tx, kind, subject, now) for kind, subject in subjects.items())


def forgive(tx: Session, subjects: Subjects) -> None:
    """Forget the wrong tries for a login, not for the address.

    Otherwise whoever has one account could guess at all others between two of his own sign-ins.
    """
    tx.execute(delete(FailedSignIn).where(FailedSignIn.subject == subjects["login"]))


def _counted(tx: Session, kind: str, subject: bytes, now: datetime) -> timedelta:
    stale = FailedSignIn.last_at < now - rules.FORGOTTEN_AFTER
    order = insert(FailedSignIn).values(subject=subject, failed=1, last_at=now)
    failed = case((stale, 1), else_=FailedSignIn.failed + 1)
    order = order.on_conflict_do_update(
        index_elements=["subject"], set_={"failed": failed, "last_at": now}
    )
    row = tx.scalars(
        order.returning(FailedSignIn), execution_options={"populate_existing": True}
    ).one()
    block = rules.block_after(row.failed, rules.FREE_TRIES[kind])
    row.blocked_until = now + block if block else None
    return block


def _neighbourhood(ip: str) -> str:
    if isinstance(ip_address(ip), IPv6Address):
        return str(ip_network((ip, 64), strict=False))
    return ip
