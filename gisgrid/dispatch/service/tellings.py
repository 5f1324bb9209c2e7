"""Who was told what of a case: for whoever sees that it moves."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from gisgrid import identity
from gisgrid.cases import CaseFile
from gisgrid.notices import Telling, told_about


@dataclass(frozen=True, slots=True)
class NamedTelling:
    """A notice with the names of those whom it was sent to."""

    telling: Telling
    person: str | None
    station: str | None


def tellings(tx: Session, case: CaseFile, actor: identity.Actor) -> Sequence[NamedTelling]:
    """Return who was told what of a case that the actor sees, and when they read it.

    Raises:
        Forbidden: the actor has only an inbox of their own.
    """
    identity.require(actor, "notice.see")
    found = told_about(tx, case.id)
    people = identity.people(tx, {one.to_person_id for one in found if one.to_person_id})
    stations = identity.stations(tx, {one.to_station_id for one in found if one.to_station_id})
    return [
        NamedTelling(
            one,
            people[one.to_person_id].name if one.to_person_id in people else None,
            stations[one.to_station_id].name if one.to_station_id in stations else None,
        )
        for one in found
    ]
