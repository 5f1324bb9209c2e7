"""The names behind the ids of cases, in the reader's language where they have one in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from sqlalchemy.orm import Session

from gisgrid import duties, grid, identity
from gisgrid.cases.service.finding import case
from gisgrid.cases.service.receipts import Receipt
from gisgrid.cases.tables import CaseFile, Step
from gisgrid.kernel.rows import beyond_scope


class Named(Protocol):
    """What has an id and a name, in English too perhaps."""

    @property
    def id(self) -> int:
        """Return the id."""

    @property
    def name(self) -> str:
        """Return the Chinese name."""

    @property
    def name_en(self) -> str | None:
        """Return the English name, if there is one."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names behind the ids on a page, looked up at once."""

    people: dict[int, str]
    stations: dict[int, str]
    areas: dict[int, str]
    classes: dict[int, str]


@dataclass(frozen=True, slots=True)
class Behind:
    """Everybody and everything that some cases and steps name."""

    people: tuple[Named, ...]
    stations: tuple[Named, ...]
    areas: tuple[Named, ...]
    classes: tuple[Named, ...]

    def __iter__(self) -> Iterator[Named]:
        """Return all of them."""
        yield from (*self.people, *self.stations, *self.areas, *self.classes)


def names_of(
    tx: Session, cases: Iterable[CaseFile], steps: Iterable[Step] = (), lang: str = "zh"
) -> Names:
    """Return the names of everybody and everything in some cases and steps."""
    found = _behind(tx, list(cases), list(steps))
    return Names(
        *(
            {one.id: _said(one, lang) for one in part}
            for part in (found.people, found.stations, found.areas, found.classes)
        )
    )


def in_language(tx: Session, receipt: Receipt, lang: str) -> Receipt:
    """Return a receipt with its names in a language; what has none keeps its own.

    Only names are put over, so that the receipt stays the one that was given, whatever has
    become of its case.
    """
    with beyond_scope(tx):
        reported = case(tx, receipt.number)
    behind = _behind(tx, [reported], [])
    known = {one.name: _said(one, lang) for one in behind}
    return replace(
        receipt,
        class_name=_over(receipt.class_name, known),
        lead=_over(receipt.lead, known),
        leader=_over(receipt.leader, known),
        areas=tuple(known.get(one, one) for one in receipt.areas),
        assists=tuple(known.get(one, one) for one in receipt.assists),
    )


def _behind(tx: Session, cases: list[CaseFile], steps: list[Step]) -> Behind:
    people = _known([*(s.person_id for s in steps), *(c.leader_person_id for c in cases)])
    stations = _known([*(s.station_id for s in steps), *(one for c in cases for one in c.stations)])
    areas = sorted({area for c in cases for area in c.path_of_record})
    return Behind(
        tuple(identity.people(tx, people).values()),
        tuple(identity.stations(tx, stations).values()),
        tuple(grid.area_refs(tx, areas).values()) if areas else (),
        tuple(duties.case_class(tx, one) for one in _known(c.class_id for c in cases)),
    )


def _said(one: Named, lang: str) -> str:
    return (one.name_en if lang == "en" else None) or one.name


def _over(name: str | None, known: dict[str, str]) -> str | None:
    return known.get(name, name) if name is not None else None


def _known(ids: Iterable[int | None]) -> set[int]:
    return {one for one in ids if one is not None}
