"""Idempotency keys: the same key and body get the same answer, another body is refused."""

import hashlib
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Final

from sqlalchemy.orm import Session

from gisgrid.cases import arrivals
from gisgrid.cases.rules import NewReport
from gisgrid.cases.service.receipts import Receipt, again, kept
from gisgrid.kernel import chain
from gisgrid.kernel.errors import Invalid

UNSAID: Final = frozenset({"idempotency_key", "request_id"})
SAID: Final = tuple(f.name for f in fields(NewReport) if f.name not in UNSAID)
every_said: Final = attrgetter(*SAID)


class OtherBody(Invalid):
    """The idempotency key was used before, for another report."""

    title = "This key belongs to another report"


def key_row(new: NewReport, receipt: Receipt, at: datetime) -> dict[str, object] | None:
    """Return the row that remembers a key with its answer; None without a key."""
    key = new.idempotency_key
    if key is None:
        return None
    body = f"\\x{body_hash(new).hex()}"
    return {"key": key, "body_hash": body, "answer": kept(receipt), "at": at.isoformat()}


def body_hash(new: NewReport) -> bytes:
    """Return what makes two bodies the same: everything that was said, key and request aside."""
    named = zip(SAID, every_said(new), strict=True)
    said = {name: value for name, value in named if value is not None}
    if new.reporter:
        said["reporter"] = [new.reporter.name, new.reporter.phone]
    return hashlib.sha256(chain.canonical(said)).digest()


def once_given(tx: Session, new: NewReport) -> Receipt:
    """Return the answer that was given to the report's key; refuse another body."""
    known = arrivals.remembered(tx, new.idempotency_key or "")
    if known.body_hash != body_hash(new):
        raise OtherBody("这个 Idempotency-Key 已用于另一份上报，请换一个新的键再提交。")
    if not known.answer:
        raise OtherBody("这个 Idempotency-Key 已由批量导入使用，案件已存在，无须再报。")
    return again(tx, known.answer)
