"""Find places by what people write; the names stand in memory, by version."""

from collections.abc import Container

from sqlalchemy.orm import Session

from gisgrid import grid
from gisgrid.assets import queries
from gisgrid.assets.rules.entries import Entry
from gisgrid.assets.rules.gazetteer import Gazetteer, PlaceCandidate

Version = tuple[int, str, object]
_kept: dict[Version, Gazetteer] = {}
"""The gazetteer of one version; swapped as a whole, so readers need no lock."""


def find_place(tx: Session, text: str, limit: int = 5) -> list[PlaceCandidate]:
    """Return the places that a text may mean, best first; only the first can be unambiguous."""
    return gazetteer(tx).find(text, limit)


def seek_places(tx: Session, text: str, limit: int = 5) -> list[PlaceCandidate]:
    """Return the places whose names hold a text that is still being typed, then similar ones."""
    return gazetteer(tx).seek(text, limit)


def gazetteer(tx: Session) -> Gazetteer:
    """Return the names of the edition, assets and places that the transaction sees."""
    global _kept  # noqa: PLW0603 - one dict swapped for another
    edition = grid.current_edition(tx)
    version = edition.id, edition.stamp, queries.version(tx)
    found = _kept.get(version)
    if found is None:
        found = _read(tx, edition)
        _kept = {version: found}
    return found


def _read(tx: Session, edition: grid.EditionRef) -> Gazetteer:
    rows = queries.names(tx, edition.id)
    book = grid.book(tx, edition)
    located = grid.locate_many_in(book, [r["lon"] for r in rows], [r["lat"] for r in rows])
    above = [book.paths.get(leaf, ()) for leaf in located.leaf.tolist()]
    vague = {row["name"] for row in rows if not row["exact"]}
    return Gazetteer(_entry(row, path, vague) for row, path in zip(rows, above, strict=True))


def _entry(row: queries.Row, above: tuple[int, ...], vague: Container[str]) -> Entry:
    """Return one name; a place that is called as a whole community is as vague as that."""
    names = (row["name"], *filter(None, [row["name_en"]]), *row["aliases"])
    return Entry(
        source=row["source"],
        id=row["id"],
        kind=row["kind"],
        name=row["name"],
        names=names,
        lon=row["lon"],
        lat=row["lat"],
        path=tuple(row["path"]) or above,
        exact=row["name"] not in vague,
        same_as=row["same_as"],
        name_en=row["name_en"],
    )
