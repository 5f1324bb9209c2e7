"""Removes what nobody names, and finds rows and files that miss each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Final

from sqlalchemy.orm import Session

from gisgrid.files import queries
from gisgrid.files.store import SUFFIXES, Lying, Store, store_of
from gisgrid.kernel import clock
from gisgrid.kernel.settings import settings

KEPT: Final = timedelta(days=1)
MOST: Final = 1000
"""So many files are removed in one go: each is held until the commit."""
BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep removed."""

    files: int
    photos: int


@dataclass(frozen=True, slots=True)
class Missing:
    """A row whose file is not in the store."""

    photo_id: int
    rendition: str
    sha256: bytes


def sweep(tx: Session) -> Swept:
    """Remove files that no row names, and photos that nothing names, both after a day.

    The files of a photo that is forgotten now go the next time: had this transaction to be undone,
    its row would be there again.
    """
    store = store_of(settings())
    old = (one for one in unnamed(tx, store) if one.written_at < clock.now() - KEPT)
    files = sum(_is_removed(tx, store, one) for one in islice(old, MOST))
    return Swept(files, queries.forget_loose(tx, clock.now() - KEPT))


def unnamed(tx: Session, store: Store) -> Iterator[Lying]:
    """Return the files that no row names."""
    lying = store.every_file()
    while batch := list(islice(lying, BATCH)):
        known = queries.named(tx, [one.sha256 for one in batch])
        yield from (one for one in batch if one.sha256 not in known)


def without_file(tx: Session, store: Store) -> Iterator[Missing]:
    """Return the rows whose file is not in the store."""
    for row in queries.every_file(tx):
        if not store.has(row.sha256, SUFFIXES[row.media_type]):
            yield Missing(row.photo_id, row.rendition, row.sha256)


def _is_removed(tx: Session, store: Store, one: Lying) -> bool:
    """Remove a file, unless somebody uploads the very same picture now or just did."""
    if not queries.is_held_alone(tx, one.sha256) or queries.named(tx, [one.sha256]):
        return False
    store.remove(one.sha256, one.suffix)
    return True
