"""Parts the reports that can become cases from those that cannot, and says why."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from gisgrid import duties, identity
from gisgrid.cases.rules import NewReport, Source
from gisgrid.cases.service.intake import refuse_nonsense, refuse_speaker, with_class
from gisgrid.cases.service.placing import check_place
from gisgrid.kernel.errors import Problem

Known = dict[tuple[str | None, int | None], int | None]
"""The ids of the classes of a batch, by how they were named."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A report that was not taken in: which one of the batch, and why."""

    at: int
    why: str


def sifted(
    tx: Session, reports: Sequence[NewReport], actor: identity.Actor | None
) -> tuple[list[NewReport], list[Refused]]:
    """Return the good reports with their classes known, and why the others are none."""
    good: list[NewReport] = []
    refused: list[Refused] = []
    known: Known = {}
    speakers = set[Source]()
    for at, new in enumerate(reports):
        try:
            refuse_nonsense(new)
            if new.source not in speakers:
                refuse_speaker(new.source, actor)
                speakers.add(new.source)
            check_place(new)
            good.append(_with_known_class(tx, new, known))
        except Problem as problem:
            refused.append(Refused(at, str(problem)))
    return good, refused


def _with_known_class(tx: Session, new: NewReport, known: Known) -> NewReport:
    """Return the report with its class's id; refuse a class that is in no book."""
    named = new.class_key, new.class_id
    if named not in known:
        known[named] = _class_id(tx, new)
    found = known[named]
    return new if new.class_key is None or found is None else new.of_class(found)


def _class_id(tx: Session, new: NewReport) -> int | None:
    found = with_class(tx, new).class_id
    if found is not None:
        duties.case_class(tx, found)
    return found
