"""Once only: what is sent again under the same key is answered again, not done again."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from gisgrid.cases.service.keys import OtherBody
from gisgrid.cases.tables import Idempotency
from gisgrid.kernel import chain, clock

Answer = Mapping[str, Any]


def once(tx: Session, key: str, said: Mapping[str, Any], act: Callable[[], Answer]) -> Answer:
    """Act and keep the answer, or return the answer that was kept under the key.

    Whoever comes with the same key while it is being done waits for the end of it.

    Raises:
        OtherBody: the key was used before, for something else.
    """
    digest = sha256(chain.canonical(said)).digest()
    row = {"key": key, "body_hash": digest, "answer": {}, "at": clock.now()}
    fresh = insert(Idempotency).values(row).on_conflict_do_nothing().returning(Idempotency.key)
    if tx.scalar(fresh) is None:
        return _remembered(tx, key, digest)
    answer = act()
    tx.execute(update(Idempotency).where(Idempotency.key == key).values(answer=dict(answer)))
    return answer


def _remembered(tx: Session, key: str, digest: bytes) -> Answer:
    kept = tx.scalars(select(Idempotency).where(Idempotency.key == key)).one()
    if kept.body_hash != digest:
        raise OtherBody("这个 Idempotency-Key 已用于另一次提交，请换一个新的键再提交。")
    return kept.answer
