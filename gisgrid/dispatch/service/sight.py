"""Which cases somebody may see."""

from sqlalchemy.orm import Session

from gisgrid import cases
from gisgrid.identity import Actor


def visible(tx: Session, number: str, actor: Actor) -> cases.CaseFile:
    """Return a case that the actor may see; of any other one nothing is known."""
    found = cases.case(tx, number)
    if not cases.visible(tx, found, actor):
        raise cases.NoSuchCase(cases.NOT_YOURS.format(number))
    return found
