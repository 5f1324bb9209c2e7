"""Where some cases are, for a map of them; as far as somebody may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gisgrid import identity
from gisgrid.cases.service.sight import reach, within
from gisgrid.cases.tables import CaseFile


@dataclass(frozen=True, slots=True)
class CasePlace:
    """A case and where it is, in degrees (WGS 84)."""

    number: str
    lon: float
    lat: float


def places(tx: Session, numbers: Sequence[str], actor: identity.Actor) -> list[CasePlace]:
    """Return where those of some cases are that somebody may see; others are left out."""
    lon, lat = func.ST_X(CaseFile.point), func.ST_Y(CaseFile.point)
    asked = select(CaseFile.number, lon, lat).where(
        CaseFile.number.in_(list(numbers)),
        CaseFile.point.isnot(None),
        within(reach(tx, actor)),
    )
    return [CasePlace(*row) for row in tx.execute(asked.order_by(CaseFile.id))]
