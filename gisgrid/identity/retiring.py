"""Retires a month of the audit: written to a file, signed beside the anchors, and dropped.

Its links stay in the chain. Whoever verifies later takes a missing entry of a month for retired
only when we signed that it was, and only as many as it had.
"""

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from gisgrid.identity.anchors import Anchorage
from gisgrid.identity.verifying import audit_faults
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Conflict, Invalid
from gisgrid.kernel.ids import SPAN

KEPT_AT_LEAST: Final = timedelta(days=183)
"""Six months: what the Cybersecurity Law (网络安全法, article 21) asks of logs."""
LINES: Final = text("""
    SELECT to_jsonb(e) || jsonb_build_object('seq', l.seq, 'hash', encode(l.hash, 'hex'))
    FROM audit_entry AS e JOIN audit_link AS l ON l.entry_id = e.id
    WHERE e.id >= :first AND e.id < :after ORDER BY e.id
""")

UNSEALED: Final = text("""
    SELECT EXISTS (
      SELECT FROM audit_entry AS e LEFT JOIN audit_link AS l ON l.entry_id = e.id
      WHERE e.id >= :first AND e.id < :after AND l.seq IS NULL)
""")


class NotRetired(Conflict):
    """The month cannot be retired as it is."""

    title = "This month of the audit stays"


@dataclass(frozen=True, slots=True)
class Retired:
    """What became of a month: how many entries it had, and the digest of its file."""

    month: int
    entries: int
    sha256: str


def months_kept(tx: Session) -> list[int]:
    """Return the months of the audit that have a partition of their own, as yyyymm."""
    asked = text("""
        SELECT right(c.relname, 6)::int FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = inhrelid
        WHERE i.inhparent = 'audit_entry'::regclass AND c.relname ~ '_[0-9]{6}$' ORDER BY 1
    """)
    return list(tx.scalars(asked))


def write_out(tx: Session, month: int, folder: Path, place: Anchorage) -> Retired:
    """Write a month to a file in a folder and return what is to be signed of it.

    Raises:
        Invalid: there is no such month, or it is younger than six months.
        NotRetired: the chain has a fault, or an entry has no place in it yet.
    """
    if month not in months_kept(tx):
        raise Invalid(f"审计中没有 {month} 这个月的分区。")
    if _end_of(month) + KEPT_AT_LEAST > clock.now().date():
        raise Invalid(f"{month} 未满六个月，网络安全法要求留存，不能移出。")
    if list(audit_faults(tx, place.retired())):
        raise NotRetired("审计链有问题，先用 gisgrid audit verify 查明。")
    bounds = {"first": month * SPAN, "after": (month + 1) * SPAN}
    if tx.scalar(UNSEALED, bounds):
        raise NotRetired("该月还有未入链的记录，请等封存作业完成。")
    path = folder / f"audit-{month}.jsonl.gz"
    if path.exists():
        raise NotRetired(f"{path} 已存在，请换一个文件夹。")
    folder.mkdir(parents=True, exist_ok=True)
    digest, count = hashlib.sha256(), 0
    with path.open("xb") as file, gzip.GzipFile(fileobj=file, mode="wb", mtime=0) as packed:
        for line in _lines(tx, bounds):
            digest.update(line)
            packed.write(line)
            count += 1
    return Retired(month, count, digest.hexdigest())


def _lines(tx: Session, bounds: Mapping[str, int]) -> Iterator[bytes]:
    for line in tx.scalars(LINES.execution_options(yield_per=1000), bounds):
        yield json.dumps(line, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def drop(owner: Connection, month: int) -> None:
    """Drop a month's partition; whoever does it owns the tables."""
    name = f"audit_entry_{month:06d}"
    quoted = owner.dialect.identifier_preparer.quote(name)
    owner.exec_driver_sql(f"ALTER TABLE audit_entry DETACH PARTITION {quoted}")
    owner.exec_driver_sql(f"DROP TABLE {quoted}")


def _end_of(month: int) -> date:
    year, of_year = divmod(month, 100)
    return date(year + of_year // 12, of_year % 12 + 1, 1)
