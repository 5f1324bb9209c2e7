"""Who is told what; each notice once, by its key."""

from datetime import datetime

from sqlalchemy.orm import Session

from gisgrid import notices
from gisgrid.cases import CaseFile
from gisgrid.dispatch.tables import Order


def tell_station(tx: Session, case: CaseFile, order: Order, kind: str) -> None:
    """Tell an order's station something about its order."""
    key = f"{kind}:{order.id}:station"
    tell(tx, case, kind, key, station_id=order.station_id, due=order.respond_due)


def tell(  # noqa: PLR0913 - a notice is told in one place only
    tx: Session,
    case: CaseFile,
    kind: str,
    key: str,
    *,
    station_id: int | None = None,
    person_id: int | None = None,
    due: datetime | None = None,
    **params: object,
) -> bool:
    """Tell a person or a station; False when they were told before."""
    notice = notices.Notice(
        kind=kind,
        dedupe=f"{case.id}:{key}",
        to_person_id=person_id,
        to_station_id=station_id,
        case_id=case.id,
        params={"number": case.number, **params},
        due_at=due,
    )
    return notices.notify(tx, notice)
