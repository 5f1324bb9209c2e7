"""The edition that a transaction reads, and its book."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from gisgrid.grid import queries
from gisgrid.grid.book import AreaRef, EditionRef, GridBook, shelf
from gisgrid.grid.locator import Locator
from gisgrid.kernel import clock
from gisgrid.kernel.errors import NotFound


class NoEdition(NotFound):
    """No borders are in force at that time, or no edition has that name."""

    title = "No such edition of the grid"


class NoArea(NotFound):
    """The edition has no such area."""

    title = "No such area"


def current_edition(tx: Session, as_of: datetime | None = None) -> EditionRef:
    """Return the edition in force now, or at a moment."""
    moment = as_of or clock.now()
    found = queries.edition_in_force(tx, moment)
    if found is None:
        at = moment.isoformat()
        raise NoEdition(f"{at} 没有生效的网格版本 · no edition of the grid is in force then.")
    return found


def edition_named(tx: Session, name: str) -> EditionRef:
    """Return an edition, draft or not, by its name or number."""
    row = edition_row(tx, name)
    return EditionRef(row["id"], row["name"], row["valid_from"], row["stamp"])


def edition_numbered(tx: Session, edition_id: int) -> EditionRef:
    """Return an edition, draft or not, by its id."""
    return edition_named(tx, str(edition_id))


def edition_row(tx: Session, name: str) -> queries.Row:
    """Return everything about an edition, by its name or number."""
    row = queries.edition_row(tx, name)
    if row is None:
        raise NoEdition(f"没有网格版本 {name!r} · see `gisgrid grid editions`.")
    return row


def book(tx: Session, edition: EditionRef | None = None) -> GridBook:
    """Return the book of an edition (the one in force), loading it when it is not in memory."""
    return shelf.book(edition or current_edition(tx), lambda wanted: _load(tx, wanted))


def _load(tx: Session, edition: EditionRef) -> GridBook:
    rows = queries.areas_of(tx, edition.id)
    leaves = [row.ref.id for row in rows if row.is_leaf]
    meridian = queries.meridian_of(tx, edition.id)
    arcs = queries.arcs_of(tx, edition.id).arcs(leaves, meridian)
    refs = {row.ref.id: row.ref for row in rows}
    paths = {row.ref.id: row.path for row in rows}
    by_code = {ref.code: ref for ref in sorted(refs.values(), key=lambda r: (r.rank, -r.id))}
    return GridBook(edition, refs, paths, by_code, leaves, Locator.build(arcs))


def area_refs(tx: Session, ids: Sequence[int], as_of: datetime | None = None) -> dict[int, AreaRef]:
    """Return the areas of these ids; those of the edition in force from memory."""
    refs = book(tx, current_edition(tx, as_of)).refs
    missing = [i for i in ids if i not in refs]
    older = queries.latest_refs(tx, missing) if missing else {}
    return {i: found for i in ids if (found := refs.get(i) or older.get(i))}


def area_by_code(tx: Session, code: str, as_of: datetime | None = None) -> AreaRef | None:
    """Return the finest area with this code in the edition in force, or None."""
    return book(tx, current_edition(tx, as_of)).by_code.get(code)


def ids_of_codes(tx: Session, codes: Iterable[str]) -> tuple[int, ...]:
    """Return the areas of codes in the edition in force, those that there are, in order.

    Before any borders are in force there are none.
    """
    wanted = sorted(codes)
    edition = queries.edition_in_force(tx, clock.now()) if wanted else None
    if edition is None:
        return ()
    known = book(tx, edition).by_code
    return tuple(sorted(known[code].id for code in wanted if code in known))


def children(tx: Session, area_id: int, as_of: datetime | None = None) -> list[AreaRef]:
    """Return the areas directly below an area, by code."""
    found = book(tx, current_edition(tx, as_of))
    below = [i for i, path in found.paths.items() if len(path) > 1 and path[-2] == area_id]
    return sorted((found.refs[i] for i in below), key=lambda r: r.code)


def path_of(tx: Session, area_id: int, as_of: datetime | None = None) -> tuple[int, ...]:
    """Return the ids from the root to an area of the edition in force."""
    paths = book(tx, current_edition(tx, as_of)).paths
    if area_id not in paths:
        raise NoArea(f"现行网格版本中没有单元 {area_id} · no such area in the edition in force.")
    return paths[area_id]
