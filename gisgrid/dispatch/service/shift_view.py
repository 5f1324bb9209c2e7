"""A handover as people read it: names for ids, and the cases that its reader may see."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from gisgrid import cases, duties, identity
from gisgrid.cases import STATUSES, CaseFile, Status
from gisgrid.dispatch.queries import shifts as rows
from gisgrid.dispatch.rules.words import Language
from gisgrid.dispatch.service.shifts import Shift, Special, Summary
from gisgrid.dispatch.tables import ShiftHandover
from gisgrid.identity import Actor, PersonRef, StationRef


@dataclass(frozen=True, slots=True)
class SpecialView:
    """A case that the next shift must know of, as it stands now."""

    why: str
    number: str
    status_name: str
    class_name: str | None
    text: str
    place_text: str
    solve_due: datetime | None


@dataclass(frozen=True, slots=True)
class ShiftView:
    """A shift that runs (no id, no end) or was handed over."""

    id: int | None
    station: StationRef
    person: PersonRef | None
    began_at: datetime
    ended_at: datetime | None
    standing: Mapping[str, int]
    passed: Mapping[str, int]
    special: tuple[SpecialView, ...]
    note: str
    taken_by: PersonRef | None
    taken_at: datetime | None


@dataclass(frozen=True, slots=True)
class Behind:
    """What is behind the ids of some handovers."""

    stations: Mapping[int, StationRef]
    people: Mapping[int, PersonRef]
    cases: Mapping[int, CaseFile]
    classes: Mapping[int, str]
    english: bool


def running_view(tx: Session, actor: Actor, shift: Shift, lang: Language) -> ShiftView:
    """Return the shift that runs as it would be handed over now."""
    behind = _behind(tx, actor, lang, summaries=[shift.summary], stations={shift.station_id})
    return ShiftView(
        id=None,
        station=behind.stations[shift.station_id],
        person=None,
        began_at=shift.began_at,
        ended_at=None,
        standing=shift.summary.standing,
        passed=shift.summary.passed,
        special=_special(shift.summary, behind),
        note="",
        taken_by=None,
        taken_at=None,
    )


def views(
    tx: Session, actor: Actor, found: Iterable[ShiftHandover], lang: Language
) -> list[ShiftView]:
    """Return handovers as their reader sees them."""
    every = list(found)
    summaries = [summary_in(one) for one in every]
    stations = {one.station_id for one in every}
    named = {who for one in every for who in (one.person_id, one.taken_by) if who is not None}
    behind = _behind(tx, actor, lang, summaries=summaries, stations=stations, named=named)
    return [_view(one, said, behind) for one, said in zip(every, summaries, strict=True)]


def summary_in(row: ShiftHandover) -> Summary:
    """Read the summary that was written down."""
    said = row.summary
    special = tuple(Special(one["case"], one["why"]) for one in said["special"])
    return Summary(said["standing"], said["passed"], special)


def _view(row: ShiftHandover, said: Summary, behind: Behind) -> ShiftView:
    return ShiftView(
        id=row.id,
        station=behind.stations[row.station_id],
        person=behind.people[row.person_id],
        began_at=row.began_at,
        ended_at=row.ended_at,
        standing=said.standing,
        passed=said.passed,
        special=_special(said, behind),
        note=row.note,
        taken_by=behind.people[row.taken_by] if row.taken_by is not None else None,
        taken_at=row.taken_at,
    )


def _behind(
    tx: Session,
    actor: Actor,
    lang: Language,
    *,
    summaries: Iterable[Summary],
    stations: Iterable[int],
    named: Collection[int] = (),
) -> Behind:
    wanted = {one.case for said in summaries for one in said.special}
    found = rows.named(tx, cases.reach(tx, actor), wanted) if wanted else {}
    known = {one.class_id for one in found.values() if one.class_id is not None}
    classes = [duties.case_class(tx, one) for one in known]
    english = lang == "en"
    titles = {one.id: (english and one.name_en) or one.name for one in classes}
    people = identity.people(tx, named) if named else {}
    return Behind(identity.stations(tx, stations), people, found, titles, english)


def _special(said: Summary, behind: Behind) -> tuple[SpecialView, ...]:
    return tuple(
        _line(behind.cases[one.case], one.why, behind)
        for one in said.special
        if one.case in behind.cases
    )


def _line(case: CaseFile, why: str, behind: Behind) -> SpecialView:
    return SpecialView(
        why=why,
        number=case.number,
        status_name=STATUSES[Status(case.status)][int(behind.english)],
        class_name=behind.classes.get(case.class_id or 0),
        text=case.text,
        place_text=case.place_text,
        solve_due=case.solve_due,
    )
