"""The audit's chain: sealed in batches by one job; `verifying` looks at it link by link.

One chain over all entries at write time would make every act wait for every other. So entries
are written freely, and one job gives those that are committed their place in the chain. An entry
of a slow transaction gets a later place; none is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from sqlalchemy import ColumnElement, insert, select, text
from sqlalchemy.orm import Session

from gisgrid.identity.audit_tables import AuditEntry, AuditLink
from gisgrid.kernel import chain, clock

BATCH: Final = 5000
LATEST: Final = timedelta(days=1)
"""No transaction is open for so long: what is older and has no link was added behind our back."""
LOCK: Final = text("SELECT pg_advisory_xact_lock(hashtext('audit_link'))")
Kind = Literal["missing", "edited", "added", "partly_retired", "cut", "rewritten", "anchor_forged"]
"""What can be wrong with the audit or its anchors."""
SAID: Final = tuple(column.key for column in AuditEntry.__table__.columns)


@dataclass(frozen=True, slots=True)
class Head:
    """The last link of the chain."""

    seq: int
    hash: bytes
    at: datetime | None = None
    """When it was sealed; None before there is any."""


@dataclass(frozen=True, slots=True)
class AuditFault:
    """A place at which the audit is not what was written."""

    kind: Kind
    seq: int | None
    entry_id: int | None


def seal_entries(tx: Session, most: int = BATCH) -> int:
    """Give committed entries their place in the chain; return how many there were."""
    tx.execute(LOCK)
    last, now = head(tx), clock.now()
    found = _unsealed(tx, last, most)
    links, prev = [], last.hash
    for seq, entry in enumerate(found, last.seq + 1):
        prev = hash_after(prev, entry)
        links.append({"seq": seq, "entry_id": entry.id, "hash": prev, "at": now})
    if links:
        tx.execute(insert(AuditLink), links)
    return len(links)


def head(tx: Session) -> Head:
    """Return the last link, or where the chain begins."""
    found = tx.scalar(select(AuditLink).order_by(AuditLink.seq.desc()).limit(1))
    return Head(found.seq, found.hash, found.at) if found else Head(0, chain.START)


def hash_after(prev: bytes, entry: AuditEntry) -> bytes:
    """Return the hash of an entry that follows a link."""
    said = {name: getattr(entry, name) for name in SAID}
    said["address"] = str(entry.address) if entry.address is not None else None
    return chain.link_hash(prev, said, None)


def _unsealed(tx: Session, last: Head, most: int) -> Sequence[AuditEntry]:
    asked = select(AuditEntry).where(has_no_link()).order_by(AuditEntry.id).limit(most)
    if last.at is not None:
        asked = asked.where(AuditEntry.at >= last.at - LATEST)
    return tx.scalars(asked).all()


def has_no_link() -> ColumnElement[bool]:
    """Ask for entries that have no place in the chain."""
    return ~select(AuditLink.seq).where(AuditLink.entry_id == AuditEntry.id).exists()


def link_at(tx: Session, seq: int) -> bytes | None:
    """Return the hash at a place of the chain, or None when it does not reach so far."""
    return tx.scalar(select(AuditLink.hash).where(AuditLink.seq == seq))
