"""Everything that is shown of a case: to those who work it, and to whoever reported it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from geoalchemy2.shape import to_shape
from sqlalchemy.orm import Session

from gisgrid.cases import queries
from gisgrid.cases.rules import Action, Facts, Status, move_of, possible
from gisgrid.cases.service.beside import cases_in
from gisgrid.cases.service.finding import case, facts_of
from gisgrid.cases.service.knowing import knows_reporter
from gisgrid.cases.service.naming import Names, names_of
from gisgrid.cases.service.personal import reporter_of
from gisgrid.cases.service.photos import pictures_of
from gisgrid.cases.service.refusals import NOT_YOURS, NoSuchCase, NotYours
from gisgrid.cases.service.sight import visible, visible_of
from gisgrid.cases.tables import CaseFile, Rating, Report, Step
from gisgrid.files import Picture
from gisgrid.identity import Actor
from gisgrid.kernel import clock
from gisgrid.kernel.sealing import masked


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
    pictures: Mapping[str, Picture]
    beside: frozenset[int]
    """Which of the other cases that its steps name the actor may see."""


def seen(tx: Session, which: int | str, actor: Actor) -> CaseFile:
    """Return a case that somebody may see; of any other they may not even know."""
    found = case(tx, which)
    if not visible(tx, found, actor):
        raise NoSuchCase(NOT_YOURS.format(which))
    return found


def whole(tx: Session, found: CaseFile, actor: Actor, lang: str = "zh") -> Whole:
    """Return everything about a case, as far as the actor may know the reporter."""
    reports, steps = queries.reports(tx, found.id), queries.steps(tx, found.id)
    shown = knows_reporter(tx, found, actor)
    merged, into = queries.merged_cases(tx, found.id), found.merged_into
    named = {one for step in steps for one in cases_in(step)} | {one.id for one in merged}
    seen_too = visible_of(tx, named | ({into} if into else set()), actor)
    return Whole(
        case=found,
        reports=reports,
        steps=steps,
        ratings=queries.ratings(tx, found.id),
        merged=[one for one in merged if one.id in seen_too],
        merged_into=case(tx, into).number if into in seen_too else None,
        names=names_of(tx, [found], steps, lang),
        reporter=_reporter(reports) if shown else None,
        pictures=pictures_of(tx, found, reports, actor),
        beside=seen_too,
    )


def _reporter(reports: Iterable[Report]) -> dict[str, str | None] | None:
    """Return the first reporter with the phone masked."""
    known = next((who for report in reports if (who := reporter_of(report))), None)
    return {"name": known.name, "phone": masked(known.phone)} if known else None


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
    pictures: tuple[Picture, ...] = ()
    joined: bool = False
    """It was said of a case that others had reported: it follows, and no more."""


TOLD = frozenset({Action.REPLY, Action.ANSWER})
"""Actions whose note is written for the reporter."""


def follow(tx: Session, report_id: int, lang: str = "zh") -> Followed:
    """Return what a reporter sees: the case their report was merged into, if it was."""
    report = queries.report(tx, report_id)
    if report is None:
        raise NoSuchCase("没有这份上报。")
    found = _surviving(tx, case(tx, report.case_id))
    joined = queries.first_report(tx, report.case_id) != report.id
    facts, ratings = facts_of(tx, found), queries.ratings(tx, found.id)
    rated = any(r.side == "reporter" and r.round == found.reopen_count for r in ratings)
    return Followed(
        report=report,
        case=found,
        names=names_of(tx, [found], lang=lang),
        steps=queries.steps(tx, found.id),
        rated=rated,
        may_rate=found.status == Status.CLOSED and not rated and not joined,
        may_reopen=_may_reopen(facts) and not joined,
        joined=joined,
        pictures=_own_pictures(tx, found, report),
    )


def reported_by(tx: Session, report_id: int) -> int:
    """Return the case of a report whose holder may rate it and have it opened again.

    Raises:
        NotYours: the report joined a case that others had reported.
    """
    found = follow(tx, report_id)
    if found.joined:
        raise NotYours("您关注的是他人先上报的案件，评价和重新办理由首位上报人提出。")
    return found.case.id


def _own_pictures(tx: Session, found: CaseFile, report: Report) -> tuple[Picture, ...]:
    """Return the reporter's own photos, redacted where they are."""
    known = pictures_of(tx, found, [report])
    return tuple(known[name] for name in report.photos if name in known)


def _surviving(tx: Session, found: CaseFile) -> CaseFile:
    while found.merged_into is not None:
        found = case(tx, found.merged_into)
    return found


def _may_reopen(facts: Facts) -> bool:
    move = move_of(Action.REOPEN, facts.status)
    return move is not None and possible(move, facts, clock.now())
