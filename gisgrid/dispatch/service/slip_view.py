"""The slip as people read it, in their language: the case, the order, and the five parts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from gisgrid import duties, grid, identity
from gisgrid.cases import CaseFile, pictures_of, reported_pictures
from gisgrid.dispatch.queries import orders, slips
from gisgrid.dispatch.rules.slip import PART_NAMES, Part
from gisgrid.dispatch.rules.words import Language, limit_in_words, named
from gisgrid.dispatch.service.slips import latest
from gisgrid.dispatch.tables import Slip, SlipRecipient
from gisgrid.files import Picture


@dataclass(frozen=True, slots=True)
class PartView:
    """One of the five parts."""

    part: int
    title: str
    title_en: str
    person: str | None
    station: str | None
    read_at: datetime | None
    opinion: str | None
    opinion_at: datetime | None
    opinion_by: str | None
    voice: Picture | None = None
    """The opinion as it was spoken."""


@dataclass(frozen=True, slots=True)
class TaskView:
    """What a consultation decided that a station does, and by when."""

    station: str
    what: str
    due: datetime | None


@dataclass(frozen=True, slots=True)
class SlipView:
    """The slip of one dispatch; nothing of the reporter stands on it."""

    number: str
    round: int
    created_at: datetime
    class_name: str | None
    condition: str | None
    text: str
    place_text: str
    areas: tuple[str, ...]
    lead: str
    assists: tuple[str, ...]
    respond_limit: str
    solve_limit: str
    respond_due: datetime | None
    solve_due: datetime | None
    provisional: bool
    parts: tuple[PartView, ...]
    tasks: tuple[TaskView, ...] = ()
    pictures: tuple[Picture, ...] = ()
    """What was photographed when it was reported, redacted where it is."""


def slip_view(tx: Session, case: CaseFile, language: Language = "zh") -> SlipView:
    """Return the slip of the case's latest dispatch; what has no English name keeps its own."""
    slip = latest(tx, case)
    of_round = orders.of_round(tx, case.id, slip.round)
    lead = next(one for one in of_round if one.id == slip.order_id)
    stations = identity.stations(tx, {one.station_id for one in of_round})
    names = {one.id: named(one, language) for one in stations.values()}
    return SlipView(
        number=case.number,
        round=slip.round,
        created_at=slip.created_at,
        class_name=_class_name(tx, case, language),
        condition=_condition(tx, case, language),
        text=case.text,
        place_text=case.place_text,
        areas=_areas(tx, case, language),
        lead=names[lead.station_id],
        assists=tuple(names[one.station_id] for one in of_round if one.party == "assist"),
        respond_limit=limit_in_words(float(lead.respond_value), lead.respond_unit, language),
        solve_limit=limit_in_words(float(lead.solve_value), lead.solve_unit, language),
        respond_due=lead.respond_due,
        solve_due=lead.solve_due,
        provisional=lead.provisional,
        parts=_parts(tx, case, slip, language),
        tasks=tuple(
            TaskView(names[one.station_id], one.task, one.solve_due) for one in of_round if one.task
        ),
        pictures=reported_pictures(tx, case),
    )


def _class_name(tx: Session, case: CaseFile, language: Language) -> str | None:
    known = case.class_id
    return named(duties.case_class(tx, known), language) if known is not None else None


def _condition(tx: Session, case: CaseFile, language: Language) -> str | None:
    known = case.condition_id
    return named(duties.condition(tx, known), language) if known is not None else None


def _areas(tx: Session, case: CaseFile, language: Language) -> tuple[str, ...]:
    refs = grid.area_refs(tx, case.path_of_record) if case.path_of_record else {}
    return tuple(named(refs[one], language) for one in case.path_of_record if one in refs)


def _parts(tx: Session, case: CaseFile, slip: Slip, language: Language) -> tuple[PartView, ...]:
    found = slips.recipients(tx, slip.id)
    people = {one for row in found for one in (row.person_id, row.opinion_by) if one is not None}
    persons = {one.id: named(one, language) for one in identity.people(tx, people).values()}
    wanted = {row.station_id for row in found if row.station_id is not None}
    found_at = identity.stations(tx, wanted).values()
    stations = {one.id: named(one, language) for one in found_at}
    spoken = pictures_of(tx, case, ()) if any(row.opinion_voice for row in found) else {}
    return tuple(
        _part(row, persons, stations, spoken.get(row.opinion_voice or "")) for row in found
    )


def _part(
    row: SlipRecipient, persons: dict[int, str], stations: dict[int, str], voice: Picture | None
) -> PartView:
    title, title_en = PART_NAMES[Part(row.part)]
    return PartView(
        part=row.part,
        title=title,
        title_en=title_en,
        person=persons.get(row.person_id) if row.person_id else None,
        station=stations.get(row.station_id) if row.station_id else None,
        read_at=row.read_at,
        opinion=row.opinion,
        opinion_at=row.opinion_at,
        opinion_by=persons.get(row.opinion_by) if row.opinion_by else None,
        voice=voice,
    )
