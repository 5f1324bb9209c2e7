"""Rule books kept in the process, one for each stamp; a transaction answers by its own."""

from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from sqlalchemy import event
from sqlalchemy.orm import Session

from gisgrid.duties import queries
from gisgrid.duties.book import RuleBook
from gisgrid.kernel.settings import settings

Answer = TypeVar("Answer")
KEPT = 4
PLACE = "gisgrid.duties.book"
WATCHED = frozenset(
    {
        "codebook_edition",
        "case_class",
        "filing_condition",
        "class_successor",
        "duty_rule",
        "owner_override",
        "filing_policy",
        "unit",
        "station",
        "person",
        "post",
        "area",
        "asset",
    }
)
"""The tables whose triggers renew the stamp."""


class Shelf:
    """The books this process keeps; the oldest makes room."""

    def __init__(self, kept: int = KEPT) -> None:
        """Start empty."""
        self._kept = kept
        self._books: dict[str, RuleBook] = {}
        self._lock = Lock()

    def book(self, stamp: str, load: Callable[[], RuleBook]) -> RuleBook:
        """Return the book of a stamp, loaded when it is not here; readers never wait."""
        found = self._books.get(stamp)
        if found is None:
            with self._lock:
                found = self._books.get(stamp) or load()
                others = [(s, b) for s, b in self._books.items() if s != found.stamp]
                self._books = dict([*others[-(self._kept - 1) :], (found.stamp, found)])
        return found


shelf = Shelf()


def book(tx: Session) -> RuleBook:
    """Return the rule book that this transaction sees: one small query per transaction."""
    kept: tuple[object, RuleBook] | None = tx.info.get(PLACE)
    if kept is not None and kept[0] is tx.get_transaction():
        return kept[1]
    found = shelf.book(queries.stamp(tx), lambda: consistent(tx))
    tx.info[PLACE] = (tx.get_transaction(), found)
    return found


def remember(tx: Session, key: object, ask: Callable[[], Answer]) -> Answer:
    """Return an answer that only the watched tables decide, asked once for each stamp.

    Whatever else decides it (a class, a time) must be in the key.
    """
    memory = book(tx).memory
    if key not in memory:
        memory[key] = ask()
    answer: Answer = memory[key]
    return answer


def consistent(tx: Session) -> RuleBook:
    """Read a book whose stamp is the same before and after the reading."""
    while True:
        tx.flush()
        before = queries.stamp(tx)
        found = queries.load_book(tx, before, settings().tz)
        if queries.stamp(tx) == before:
            return found


def forget(tx: Session) -> None:
    """Make the transaction ask again; needed after changes by plain SQL only."""
    tx.info.pop(PLACE, None)


@event.listens_for(Session, "after_flush")
def forget_after_flush(tx: Session, _: object) -> None:
    """Ask again after a row was written that a rule book is made of."""
    touched = (*tx.new, *tx.dirty, *tx.deleted)
    if any(getattr(row, "__tablename__", None) in WATCHED for row in touched):
        forget(tx)


@event.listens_for(Session, "after_soft_rollback")
def forget_after_rollback(tx: Session, _: object) -> None:
    """Ask again after a savepoint was undone."""
    forget(tx)
