"""Everything that is shown of a case: to those who work it, and to whoever reported it."""

from collections.abc import Iterable
from dataclasses import dataclass

from geoalchemy2.shape import to_shape
from sqlalchemy.orm import Session

from gisgrid import duties, grid, identity
from gisgrid.cases import queries
from gisgrid.cases.rules import Action, Facts, Status, move_of, possible
from gisgrid.cases.rules.intake import masked
from gisgrid.cases.rules.scope import sees_reporter
from gisgrid.cases.service.finding import case, facts_of
from gisgrid.cases.service.listing import visible
from gisgrid.cases.service.refusals import NoSuchCase
from gisgrid.cases.tables import CaseFile, Rating, Report, Step
from gisgrid.identity import Actor
from gisgrid.kernel import clock


@dataclass(frozen=True, slots=True)
class Names:
    """The names behind the ids on a page, looked up at once."""

    people: dict[int, str]
    stations: dict[int, str]
    areas: dict[int, str]
    classes: dict[int, str]


@dataclass(frozen=True, slots=True)
class Whole:
    """A case with its reports, its history and both sides' ratings."""

    case: CaseFile
    reports: list[Report]
    steps: list[Step]
    ratings: list[Rating]
    merged: list[CaseFile]
    merged_into: str | None
    names: Names
    reporter: dict[str, str | None] | None


def seen(tx: Session, which: int | str, actor: Actor) -> CaseFile:
    """Return a case that somebody may see; of any other they may not even know."""
    found = case(tx, which)
    if not visible(tx, found, actor):
        raise NoSuchCase(f"没有编号为 {which} 的案件，或者它不在您的辖区内。")
    return found


def whole(tx: Session, found: CaseFile, actor: Actor) -> Whole:
    """Return everything about a case, as far as the actor may know the reporter."""
    reports, steps = queries.reports(tx, found.id), queries.steps(tx, found.id)
    shown = actor.is_system or sees_reporter(actor.posts)
    return Whole(
        case=found,
        reports=reports,
        steps=steps,
        ratings=queries.ratings(tx, found.id),
        merged=queries.merged_cases(tx, found.id),
        merged_into=case(tx, found.merged_into).number if found.merged_into else None,
        names=names_of(tx, [found], steps),
        reporter=_reporter(reports) if shown else None,
    )


def _reporter(reports: Iterable[Report]) -> dict[str, str | None] | None:
    """Return the first reporter with the phone masked."""
    known = next((report.reporter for report in reports if report.reporter), None)
    return {"name": known.get("name"), "phone": masked(known.get("phone"))} if known else None


def names_of(tx: Session, cases: Iterable[CaseFile], steps: Iterable[Step] = ()) -> Names:
    """Return the names of everybody and everything in some cases and steps."""
    cases, steps = list(cases), list(steps)
    people = _known([*(s.person_id for s in steps), *(c.leader_person_id for c in cases)])
    stations = _known([*(s.station_id for s in steps), *(one for c in cases for one in c.stations)])
    areas = sorted({area for c in cases for area in c.path_of_record})
    classes = _known(c.class_id for c in cases)
    return Names(
        {one.id: one.name for one in identity.people(tx, people).values()},
        {one.id: one.name for one in identity.stations(tx, stations).values()},
        {one.id: one.name for one in grid.area_refs(tx, areas).values()} if areas else {},
        {one: duties.case_class(tx, one).name for one in classes},
    )


def _known(ids: Iterable[int | None]) -> set[int]:
    return {one for one in ids if one is not None}


def point_of(found: CaseFile) -> tuple[float, float] | None:
    """Return a case's lon, lat, or None when it has no place."""
    if found.point is None:
        return None
    lon, lat = to_shape(found.point).coords[0]
    return lon, lat


@dataclass(frozen=True, slots=True)
class Followed:
    """What the holder of a token may know: where it stands, never who worked it."""

    report: Report
    case: CaseFile
    names: Names
    steps: list[Step]
    rated: bool
    may_rate: bool
    may_reopen: bool


TOLD = frozenset({Action.REPLY, Action.ANSWER})
"""Actions whose note is written for the reporter."""


def follow(tx: Session, report_id: int) -> Followed:
    """Return what a reporter sees: the case their report was merged into, if it was."""
    report = queries.report(tx, report_id)
    if report is None:
        raise NoSuchCase("没有这份上报。")
    found = _surviving(tx, case(tx, report.case_id))
    facts, ratings = facts_of(tx, found), queries.ratings(tx, found.id)
    rated = any(r.side == "reporter" and r.round == found.reopen_count for r in ratings)
    return Followed(
        report=report,
        case=found,
        names=names_of(tx, [found]),
        steps=queries.steps(tx, found.id),
        rated=rated,
        may_rate=found.status == Status.CLOSED and not rated,
        may_reopen=_may_reopen(facts),
    )


def _surviving(tx: Session, found: CaseFile) -> CaseFile:
    while found.merged_into is not None:
        found = case(tx, found.merged_into)
    return found


def _may_reopen(facts: Facts) -> bool:
    move = move_of(Action.REOPEN, facts.status)
    return move is not None and possible(move, facts, clock.now())
