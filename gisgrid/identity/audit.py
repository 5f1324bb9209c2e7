"""The audit's chain: sealed in batches by one job, verified link by link.

One chain over all entries at write time would make every act wait for every other. So entries
are written freely, and one job gives those that are committed their place in the chain. An entry
of a slow transaction gets a later place; none is left out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, func, insert, select, text
from sqlalchemy.orm import Session

from gisgrid.identity.audit_tables import AuditEntry, AuditLink
from gisgrid.kernel import chain, clock
from gisgrid.kernel.ids import SPAN

BATCH: Final = 5000
LATEST: Final = timedelta(days=1)
"""No transaction is open for so long: what is older and has no link was added behind our back."""
LOCK: Final = text("SELECT pg_advisory_xact_lock(hashtext('audit_link'))")
SAID: Final = tuple(column.key for column in AuditEntry.__table__.columns)


@dataclass(frozen=True, slots=True)
class Head:
    """The last link of the chain."""

    seq: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class AuditFault:
    """A place at which the audit is not what was written."""

    kind: str
    seq: int | None
    entry_id: int | None


def seal_entries(tx: Session, most: int = BATCH) -> int:
    """Give committed entries their place in the chain; return how many there were."""
    tx.execute(LOCK)
    last, now = head(tx), clock.now()
    found = _unsealed(tx, most)
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
    return Head(found.seq, found.hash) if found else Head(0, chain.START)


def hash_after(prev: bytes, entry: AuditEntry) -> bytes:
    """Return the hash of an entry that follows a link."""
    said = {name: getattr(entry, name) for name in SAID}
    said["address"] = str(entry.address) if entry.address is not None else None
    return chain.link_hash(prev, said, None)


def _unsealed(tx: Session, most: int) -> Sequence[AuditEntry]:
    since = select(func.max(AuditLink.at) - LATEST).scalar_subquery()
    recent = AuditEntry.at >= func.coalesce(since, text("'-infinity'::timestamptz"))
    asked = select(AuditEntry).where(recent, _has_no_link()).order_by(AuditEntry.id).limit(most)
    return tx.scalars(asked).all()


def _has_no_link() -> ColumnElement[bool]:
    return ~select(AuditLink.seq).where(AuditLink.entry_id == AuditEntry.id).exists()


NOTHING: Final[Mapping[int, int]] = {}


def audit_faults(tx: Session, retired: Mapping[int, int] = NOTHING) -> Iterator[AuditFault]:
    """Yield every link that was edited or whose entry is gone, and entries that slipped in.

    `retired` months (yyyymm, with how many entries each had) were written to a file and dropped:
    their links stand for them, as many as were signed; one that was not dropped after all is
    looked at as every other.
    """
    left = dict(retired)
    asked = (
        select(AuditLink, AuditEntry)
        .outerjoin(AuditEntry, AuditEntry.id == AuditLink.entry_id)
        .order_by(AuditLink.seq)
        .execution_options(yield_per=BATCH)
    )
    prev, seq = chain.START, 0
    rows: Iterable[tuple[AuditLink, AuditEntry | None]] = tx.execute(asked)
    for link, entry in rows:
        seq += 1
        if link.seq != seq:
            yield AuditFault("missing", seq, None)
            seq = link.seq
        elif entry is None and left.get(month_of_entry(link.entry_id), 0) > 0:
            left[month_of_entry(link.entry_id)] -= 1
        elif entry is None:
            yield AuditFault("missing", seq, link.entry_id)
        elif link.hash != hash_after(prev, entry):
            yield AuditFault("edited", seq, link.entry_id)
        prev = link.hash
    partly = (month for month, count in left.items() if 0 < count < retired[month])
    yield from (AuditFault("partly_retired", None, month * SPAN) for month in partly)
    yield from _slipped_in(tx)


def month_of_entry(entry_id: int) -> int:
    """Return the month that an entry's id carries, as yyyymm; 0 for ids from before months."""
    return entry_id // SPAN


def _slipped_in(tx: Session) -> Iterator[AuditFault]:
    last: datetime | None = tx.scalar(select(func.max(AuditLink.at)))
    if last is None:
        return
    old = select(AuditEntry.id).where(AuditEntry.at < last - LATEST, _has_no_link())
    for entry_id in tx.scalars(old.order_by(AuditEntry.id)):
        yield AuditFault("added", None, entry_id)


def link_at(tx: Session, seq: int) -> bytes | None:
    """Return the hash at a place of the chain, or None when it does not reach so far."""
    return tx.scalar(select(AuditLink.hash).where(AuditLink.seq == seq))
