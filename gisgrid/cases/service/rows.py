"""A report that was placed and routed, written as the rows of its case."""

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Final

from gisgrid import files
from gisgrid.cases.arrivals import USUAL
from gisgrid.cases.ports import Due
from gisgrid.cases.rules import Action, NewReport, Status
from gisgrid.cases.rules.history import Entry, Sealed, sealed
from gisgrid.cases.rules.intake import SOURCES
from gisgrid.cases.service.columns import Row, duty_columns, place_columns
from gisgrid.cases.service.personal import payload, phone_index, sealed_payload, sealed_reporter
from gisgrid.cases.service.placing import Placed
from gisgrid.cases.service.routing import Routed
from gisgrid.kernel import chain, ids
from gisgrid.kernel.settings import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Everything that is known of a new case before it is written."""

    id: int
    number: str
    new: NewReport
    placed: Placed
    routed: Routed
    due: Due
    at: datetime
    person_id: int | None = None
    post_id: int | None = None
    station_id: int | None = None
    device: str | None = None
    """The code of the device that reported, when one did."""

    @property
    def status(self) -> Status:
        """Return the status after the intake's own steps."""
        return Status.FILED if self.routed.filed else Status.RECEIVED

    @property
    def origin(self) -> str:
        """Return the origin of the report."""
        return origin_of(self.new)


def draft_id(n: int, at: datetime) -> tuple[int, str]:
    """Return the id and the number of the n-th case."""
    zone = settings().tz
    return ids.month_id(at, n, zone), ids.case_number(at.astimezone(zone).date(), n)


def steps_of(draft: Draft) -> list[Sealed]:
    """Return the first links of the case's chain: reported, and filed when policy says so."""
    reported = Entry(
        case_id=draft.id,
        seq=1,
        action=Action.REPORT,
        from_status=None,
        to_status=Status.RECEIVED,
        at=draft.at,
        person_id=draft.person_id,
        post_id=draft.post_id,
        station_id=draft.station_id,
        codes=_said_by_report(draft),
        personal=payload(draft.new.reporter),
    )
    first = sealed(reported, chain.START)
    return [first, sealed(_filed(draft), first.hash)] if draft.routed.filed else [first]


def _said_by_report(draft: Draft) -> dict[str, object]:
    said = {"report_id": draft.id, "source": draft.new.source, "lead": draft.routed.lead}
    return said if draft.device is None else {**said, "device": draft.device}


def _filed(draft: Draft) -> Entry:
    """Return the step by which policy files the case."""
    filing = draft.routed.filing
    return Entry(
        case_id=draft.id,
        seq=2,
        action=Action.FILE,
        from_status=Status.RECEIVED,
        to_status=Status.FILED,
        at=draft.at,
        codes={"condition_id": filing.condition_id, "policy_id": filing.policy_id},
    )


def step_row(step: Sealed) -> Row:
    """Return a step as the table's JSON row, without what it does not say."""
    entry = step.entry
    row = {
        "case_id": entry.case_id,
        "seq": entry.seq,
        "action": entry.action,
        "from_status": entry.from_status,
        "to_status": entry.to_status,
        "person_id": entry.person_id,
        "post_id": entry.post_id,
        "station_id": entry.station_id,
        "at": entry.at.isoformat(),
        "note": entry.note,
        "codes": entry.codes,
        "personal_sealed": _hex(sealed_payload(entry.case_id, entry.seq, entry.personal)),
        "salt": _hex(step.salt),
        "digest": _hex(step.digest),
        "prev": _hex(step.prev),
        "hash": _hex(step.hash),
    }
    return {name: value for name, value in row.items() if value is not None}


def report_row(draft: Draft) -> Row:
    """Return the report that began a case; both have one id."""
    point = (draft.placed.lon, draft.placed.lat)
    return said_row(draft.new, draft.id, draft.id, point, draft.at.isoformat())


def said_row(
    new: NewReport, id_: int, case_id: int, point: tuple[float | None, float | None], at: str
) -> Row:
    """Return a report as it was said, its raw pair beside the WGS 84 one.

    What was not said is left out: it costs as much to send and to read as what was.
    """
    row: Row = {
        "id": id_,
        "case_id": case_id,
        "source": new.source,
        "origin": origin_of(new),
        "text": new.text,
        "place_text": new.place_text,
        "datum": new.datum,
        "photos": files.read_references(new.photos).names,
        "received_at": at,
    }
    if point[0] is not None:
        row["lon"], row["lat"], row["raw_x"], row["raw_y"] = *point, new.x, new.y
    said = zip(SAID_OR_NOT, every_said_or_not(new), strict=True)
    row.update([pair for pair in said if pair[1] is not None])
    if new.reporter is not None:
        row["reporter_sealed"] = _hex(sealed_reporter(id_, new.reporter))
        row["phone_index"] = _hex(phone_index(new.reporter))
    if new.external_deadline is not None:
        row["external_deadline"] = new.external_deadline.isoformat()
    return row


SAID_OR_NOT: Final = (
    "class_id",
    "accuracy_m",
    "external_platform",
    "external_number",
    "confidence",
    "idempotency_key",
    "asset_id",
)
every_said_or_not: Final = attrgetter(*SAID_OR_NOT)


def origin_of(new: NewReport) -> str:
    """Return the origin, which usually follows from the source."""
    return new.origin or SOURCES[new.source].origin


def case_row(draft: Draft, steps: list[Sealed]) -> Row:
    """Return the case: what was said, where it is, who answers, by when; not what is usual."""
    row = {
        "id": draft.id,
        "number": draft.number,
        "status": draft.status,
        "text": draft.new.text,
        "place_text": draft.new.place_text,
        "origin": draft.origin,
        "source": draft.new.source,
        **place_columns(draft.placed),
        **duty_columns(draft.placed, draft.routed),
        **_time_columns(draft),
        "head": _hex(steps[-1].hash),
        "last_seq": len(steps),
    }
    return {name: value for name, value in row.items() if value is not USUAL.get(name)}


def _time_columns(draft: Draft) -> Row:
    return {
        "external_deadline": _moment(draft.new.external_deadline),
        "received_at": draft.at.isoformat(),
        "filed_at": draft.at.isoformat() if draft.routed.filed else None,
        "respond_due": _moment(draft.due.respond),
        "solve_due": _moment(draft.due.solve),
        "provisional": not draft.routed.filed,
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _hex(raw: bytes | None) -> str | None:
    return f"\\x{raw.hex()}" if raw is not None else None
