"""Who is told what; each notice once, by its key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from gisgrid import notices
from gisgrid.cases import CaseFile
from gisgrid.dispatch.tables import Order
from gisgrid.notices import Notice


@dataclass(frozen=True, slots=True)
class Address:
    """A person, or whoever is on duty in a station; both empty where the post is vacant."""

    person_id: int | None = None
    station_id: int | None = None


def to_station(case: CaseFile, order: Order, kind: str) -> Notice:
    """Return what an order's station is told about it."""
    key = f"{kind}:{order.id}:station"
    return notice(case, kind, key, Address(station_id=order.station_id), order.respond_due)


def notice(
    case: CaseFile,
    kind: str,
    key: str,
    to: Address,
    due: datetime | None = None,
    **params: object,
) -> Notice:
    """Return what somebody is told; a person is told as such, not as part of a station."""
    station = to.station_id if to.person_id is None else None
    return Notice(
        kind=kind,
        dedupe=f"{case.id}:{key}",
        to_person_id=to.person_id,
        to_station_id=station,
        case_id=case.id,
        params={"number": case.number, **params},
        due_at=due,
    )


def tell_all(tx: Session, told: Sequence[Notice]) -> None:
    """Tell many at once; who was told before is not told again."""
    notices.notify_all(tx, told)


def tell_station(tx: Session, case: CaseFile, order: Order, kind: str) -> None:
    """Tell an order's station something about its order."""
    tell_all(tx, [to_station(case, order, kind)])


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
) -> None:
    """Tell a person or a station."""
    tell_all(tx, [notice(case, kind, key, Address(person_id, station_id), due, **params)])
