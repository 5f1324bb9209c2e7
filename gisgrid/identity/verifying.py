"""Verifies the audit's chain in pages, each bounded: its links, what has none, retired months.

Every page begins where the one before ended, so that a log of any size is walked by many short
looks: by one command, or by as many requests.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from gisgrid.identity.audit import BATCH, LATEST, AuditFault, has_no_link, hash_after, head, link_at
from gisgrid.identity.audit_tables import AuditEntry, AuditLink
from gisgrid.kernel import chain
from gisgrid.kernel.ids import SPAN

MOST: Final = 100
"""So many entries of one month are named that are missing beyond what was signed."""
NOTHING: Final[Mapping[int, int]] = {}


@dataclass(frozen=True, slots=True)
class Walked:
    """What a page of the walk found; `after` is where the next one begins, None at the end."""

    checked: int
    retired: int
    """How many of them lie in the files of retired months."""
    faults: Sequence[AuditFault]
    after: int | None
    until: datetime | None = None
    """When the last link of the page was sealed."""


Pair = tuple[AuditLink, AuditEntry | None]


def audit_faults(tx: Session, retired: Mapping[int, int] = NOTHING) -> Iterator[AuditFault]:
    """Yield every link that was edited or whose entry is gone, and entries that slipped in.

    `retired` months (yyyymm, with how many entries each had) were written to a file and dropped:
    their links stand for them, as many as were signed; one that was not dropped after all is
    looked at as every other.
    """
    yield from _walked(lambda after: verify_links(tx, after, BATCH, retired))
    yield from month_faults(tx, retired)
    yield from _walked(lambda after: verify_entries(tx, after, BATCH))


def _walked(look: Callable[[int], Walked]) -> Iterator[AuditFault]:
    after: int | None = 0
    while after is not None:
        page = look(after)
        yield from page.faults
        after = page.after


def verify_links(tx: Session, after: int, most: int, retired: Mapping[int, int]) -> Walked:
    """Verify the links that follow a place of the chain: none missing, none edited.

    A link whose entry is gone is no fault here when its month was retired; whether they are as
    many as were signed is judged by `month_faults`.
    """
    asked = (
        select(AuditLink, AuditEntry)
        .outerjoin(AuditEntry, AuditEntry.id == AuditLink.entry_id)
        .where(AuditLink.seq > after)
        .order_by(AuditLink.seq)
        .limit(most)
    )
    prev = link_at(tx, after) if after else chain.START
    pairs: list[Pair] = [(link, entry) for link, entry in tx.execute(asked)]
    faults = [] if prev is not None else [AuditFault("missing", after, None)]
    faults += _faults_of(pairs, after, prev, retired)
    gone = sum(entry is None and month_of_entry(link.entry_id) in retired for link, entry in pairs)
    last = pairs[-1][0] if pairs else None
    return Walked(
        checked=len(pairs),
        retired=gone,
        faults=faults,
        after=last.seq if last and len(pairs) == most else None,
        until=last.at if last else None,
    )


def _faults_of(
    pairs: Sequence[Pair], after: int, prev: bytes | None, retired: Mapping[int, int]
) -> Iterator[AuditFault]:
    seq = after
    for link, entry in pairs:
        seq += 1
        if link.seq != seq:
            yield AuditFault("missing", seq, None)
            seq, prev = link.seq, None
        if entry is None and month_of_entry(link.entry_id) not in retired:
            yield AuditFault("missing", seq, link.entry_id)
        elif entry is not None and prev is not None and link.hash != hash_after(prev, entry):
            yield AuditFault("edited", seq, link.entry_id)
        prev = link.hash


def verify_entries(tx: Session, after: int, most: int) -> Walked:
    """Look for entries that slipped in: old ones, of any month, that have no link."""
    last = head(tx).at
    asked = (
        select(AuditEntry.id, AuditEntry.at, has_no_link())
        .where(AuditEntry.id > after)
        .order_by(AuditEntry.id)
        .limit(most)
    )
    rows = tx.execute(asked).all() if last else []
    old = last - LATEST if last else None
    added = [id_ for id_, at, is_loose in rows if is_loose and old and at < old]
    return Walked(
        checked=len(rows),
        retired=0,
        faults=[AuditFault("added", None, id_) for id_ in added],
        after=rows[-1].id if len(rows) == most else None,
    )


def month_faults(tx: Session, retired: Mapping[int, int]) -> Iterator[AuditFault]:
    """Yield retired months that lack links, and what is missing of them beyond the signed number.

    A month that was not dropped after all lacks nothing.
    """
    for month, signed in retired.items():
        lost = select(AuditLink).outerjoin(AuditEntry, AuditEntry.id == AuditLink.entry_id)
        lost = lost.where(_in_month(month), AuditEntry.id.is_(None)).order_by(AuditLink.seq)
        count = tx.scalar(select(func.count()).select_from(lost.subquery())) or 0
        if 0 < count < signed:
            yield AuditFault("partly_retired", None, month * SPAN)
        beyond = lost.offset(signed).limit(MOST)
        for link in tx.scalars(beyond) if count > signed else ():
            yield AuditFault("missing", link.seq, link.entry_id)


def month_of_entry(entry_id: int) -> int:
    """Return the month that an entry's id carries, as yyyymm; 0 for ids from before months."""
    return entry_id // SPAN


def _in_month(month: int) -> ColumnElement[bool]:
    return AuditLink.entry_id.between(month * SPAN, (month + 1) * SPAN - 1)
