"""Put a draft in force at a date, and retire the edition before it, in one transaction."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.grid import queries
from gisgrid.grid.book import EditionRef
from gisgrid.grid.queries import sql
from gisgrid.grid.service.books import edition_named, edition_row
from gisgrid.kernel import clock, messages
from gisgrid.kernel.errors import Conflict
from gisgrid.kernel.messages import Message

CHANNEL = "edition"
FORMER = text("""
    SELECT id, name, valid_from FROM edition
    WHERE status <> 'draft' ORDER BY valid_from DESC LIMIT 1 FOR UPDATE
""")
END = text("""
    UPDATE edition
    SET valid_to = :valid_from,
        status = CASE WHEN :valid_from <= :now THEN 'retired' ELSE status END
    WHERE id = :former
""")
RETIRE = text(
    "UPDATE edition SET status = 'retired' WHERE status = 'published' AND valid_to <= :now"
)
PUBLISH = text("""
    UPDATE edition SET status = 'published', valid_from = :valid_from, published_at = :now
    WHERE id = :edition
""")


@dataclass(frozen=True)
class EditionPublished(Message):
    """An edition was published; open cases are routed anew and assets joined anew."""

    edition_id: int


class CannotPublish(Conflict):
    """The edition is no draft, is empty, or would begin before its predecessor."""

    title = "The edition cannot be published"


def publish(tx: Session, edition: str, valid_from: datetime | None = None) -> EditionRef:
    """Put a draft in force from a moment (now); the edition before it ends there.

    The names that areas have in it become their present names. Listeners on the channel
    `edition` hear its number when the transaction commits.
    """
    begins, now = valid_from or clock.now(), clock.now()
    queries.one_at_a_time(tx)
    row = edition_row(tx, edition)
    if row["status"] != "draft":
        raise CannotPublish(
            f"网格版本 {row['name']!r} 不是草案 · it is {row['status']}, not a draft."
        )
    if row["stamp"] == "empty":
        raise CannotPublish(f"草案 {row['name']!r} 是空的 · it is empty: import its areas first.")
    _end_former(tx, begins, now)
    params = {"edition": row["id"], "valid_from": begins, "now": now}
    tx.execute(PUBLISH, params)
    tx.execute(sql("write_lineage"), {"edition": row["id"]})
    tx.execute(sql("take_names"), {"edition": row["id"]})
    tx.execute(text("SELECT pg_notify(:channel, :id)"), {"channel": CHANNEL, "id": str(row["id"])})
    messages.publish(tx, EditionPublished(row["id"]))
    return edition_named(tx, str(row["id"]))


def _end_former(tx: Session, begins: datetime, now: datetime) -> None:
    former = tx.execute(FORMER).one_or_none()
    if former is None:
        return
    if former.valid_from >= begins:
        raise CannotPublish(
            f"网格版本 {former.name!r} 自 {former.valid_from.isoformat()} 起生效，新版本须晚于此 · "
            "its successor must begin later."
        )
    tx.execute(END, {"former": former.id, "valid_from": begins, "now": now})
    tx.execute(RETIRE, {"now": now})
