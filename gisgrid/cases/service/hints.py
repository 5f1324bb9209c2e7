"""What is being worked on near a place, measured as far as whoever asks may know where it is."""

from sqlalchemy.orm import Session

from gisgrid.cases.service.merging import EXACTLY, FOR_ALL, Duplicate, nearby
from gisgrid.cases.service.sight import visible_of
from gisgrid.identity import Actor

Hints = tuple[list[Duplicate], frozenset[int]]


def hinted(
    tx: Session, place: tuple[float, float], class_id: int | None, actor: Actor | None
) -> Hints:
    """Return the open cases near a place, the nearest first, and which of them the actor sees.

    Those alone are measured from where they are. The others are measured for staff as for the
    public, from the middle of a cell: else whoever asks from all around knew a foreign case's door.
    """
    coarse = nearby(tx, *place, class_id, FOR_ALL)
    if actor is None:
        return coarse, frozenset()
    exact = nearby(tx, *place, class_id, EXACTLY)
    seen = visible_of(tx, {one.case_id for one in (*coarse, *exact)}, actor)
    own = [one for one in exact if one.case_id in seen]
    others = [one for one in coarse if one.case_id not in seen]
    most = max(len(exact), len(coarse))
    return sorted([*own, *others], key=lambda one: (one.away_m, one.case_id))[:most], seen
