"""What was reported from one telephone, for whoever proved that it is at hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from gisgrid.cases import own_queries as queries
from gisgrid.cases.rules import Action, Status, move_of, possible
from gisgrid.cases.service.finding import facts_of
from gisgrid.cases.service.naming import Names, names_of
from gisgrid.cases.service.personal import phone_indexes
from gisgrid.cases.tables import CaseFile, Report
from gisgrid.kernel import clock


@dataclass(frozen=True, slots=True)
class Own:
    """A report with the case that lives on, and what its reporter may do now."""

    report: Report
    case: CaseFile
    may_rate: bool
    may_reopen: bool


@dataclass(frozen=True, slots=True)
class OwnPage:
    """Some reports, the latest first, and the report before which the next page begins."""

    reports: Sequence[Own]
    names: Names
    before: int | None


def own_reports(
    tx: Session, phone: str, *, before: int | None = None, limit: int = 20, lang: str = "zh"
) -> OwnPage:
    """List what was reported from a telephone; what was forgotten is not found any more."""
    reports = queries.reports_from(tx, phone_indexes(phone), before, limit + 1)
    more, reports = len(reports) > limit, reports[:limit]
    cases = _surviving(tx, {report.case_id for report in reports})
    rated = queries.rated_by_reporters(tx, [case.id for case in cases.values()])
    shown = [_own(tx, report, cases[report.case_id], rated) for report in reports]
    names = names_of(tx, cases.values(), lang=lang)
    return OwnPage(shown, names, reports[-1].id if more else None)


def _own(tx: Session, report: Report, case: CaseFile, rated: set[tuple[int, int]]) -> Own:
    if report.id != report.case_id:  # it joined what others had said: rating is theirs
        return Own(report, case, may_rate=False, may_reopen=False)
    move = move_of(Action.REOPEN, Status(case.status))
    return Own(
        report,
        case,
        may_rate=case.status == Status.CLOSED and (case.id, case.reopen_count) not in rated,
        may_reopen=move is not None and possible(move, facts_of(tx, case, move.who), clock.now()),
    )


def _surviving(tx: Session, wanted: Iterable[int]) -> dict[int, CaseFile]:
    """Return, for each case, the one that it was merged into, or itself."""
    found = {case.id: case for case in queries.cases_of(tx, wanted)}
    while missing := {c.merged_into for c in found.values() if c.merged_into} - found.keys():
        found |= {case.id: case for case in queries.cases_of(tx, missing)}
    return {one: _end_of(found, one) for one in found}


def _end_of(found: dict[int, CaseFile], one: int) -> CaseFile:
    case = found[one]
    return case if case.merged_into is None else _end_of(found, case.merged_into)
