"""Somebody has the same trouble: counted with the open case, followed by a link of their own."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from gisgrid.cases import arrivals, own_queries
from gisgrid.cases.rules import Origin, Reporter, Source
from gisgrid.cases.service.finding import case, lock
from gisgrid.cases.service.merging import FOR_ALL, count, duplicates
from gisgrid.cases.service.personal import phone_index, sealed_reporter
from gisgrid.cases.service.receipts import follow_token
from gisgrid.cases.service.refusals import NoSuchCase
from gisgrid.cases.service.rows import draft_id
from gisgrid.cases.tables import CaseFile, Report
from gisgrid.kernel import clock, datum

NOT_NEAR: Final = "附近没有编号为 {} 的在办案件，请照常上报。"
"""Said of a case that is elsewhere and of one that is not: nobody counts our cases by asking."""


@dataclass(frozen=True, slots=True)
class Joining:
    """What is said beside "the same for me": where, in words of one's own, by whom."""

    x: float
    y: float
    datum: str = "wgs84"
    text: str = ""
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """How the case is followed, and how often it was reported again."""

    number: str
    token: str
    repeat_count: int


def join(tx: Session, number: str, said: Joining) -> Joined:
    """Add a report to an open case that `duplicates` hints at from where it is said.

    A telephone counts once, and whoever leaves none is not counted. The case itself takes no step:
    whoever works it is not disturbed. The link follows the case from now on, and no more: what was
    said to others before is theirs, as are the rating and the right to have it opened again.

    Raises:
        NoSuchCase: nothing open of that number is near; whether it is elsewhere is not told.
    """
    datum.check(said.x, said.y)
    lon, lat = datum.to_wgs84(said.x, said.y, said.datum)
    _refuse_elsewhere(tx, number, lon, lat)
    found = lock(tx, number)
    report = _report(tx, found, said, (lon, lat))
    if report.phone_index and not own_queries.is_reported_from(tx, found.id, report.phone_index):
        count(tx, found, 1)
    tx.add(report)
    return Joined(found.number, follow_token(report.id), found.repeat_count)


def _refuse_elsewhere(tx: Session, number: str, lon: float, lat: float) -> None:
    try:
        known = case(tx, number)
    except NoSuchCase:
        raise NoSuchCase(NOT_NEAR.format(number)) from None
    near = duplicates(tx, known.class_id, lon, lat, FOR_ALL) if known.class_id is not None else []
    if known.id not in {one.case_id for one in near}:
        raise NoSuchCase(NOT_NEAR.format(number))


def _report(tx: Session, found: CaseFile, said: Joining, at: tuple[float, float]) -> Report:
    now = clock.now()
    report_id, _ = draft_id(arrivals.numbers(tx)[0], now)
    reporter = Reporter(None, said.phone) if said.phone else None
    return Report(
        id=report_id,
        case_id=found.id,
        source=Source.CITIZEN,
        origin=Origin.COMPLAINT,
        class_id=found.class_id,
        text=said.text,
        place_text="",
        lon=at[0],
        lat=at[1],
        raw_x=said.x,
        raw_y=said.y,
        datum=said.datum,
        photos=[],
        received_at=now,
        reporter_sealed=sealed_reporter(report_id, reporter),
        phone_index=phone_index(reporter),
    )
