"""Shows a reporter's whole number: to call back, by few, with a reason that the audit keeps."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from gisgrid.cases import queries
from gisgrid.cases.rules.intake import Reporter
from gisgrid.cases.rules.reporters import sees_reporter
from gisgrid.cases.service.personal import reporter_of
from gisgrid.cases.service.sight import visible
from gisgrid.cases.tables import CaseFile
from gisgrid.identity import Actor, require
from gisgrid.kernel.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Unmasked:
    """Who made one report."""

    report_id: int
    reporter: Reporter


def unmask(tx: Session, case: CaseFile, actor: Actor) -> list[Unmasked]:
    """Return who reported a case, the first report first; nobody when they did not say so.

    Raises:
        Forbidden: the actor has no post for it where the case lies, or works for a station that
            handles the case.
    """
    require(actor, "reporter.unmask")
    if not sees_reporter(actor.posts, case.stations):
        raise Forbidden("您所在的单位正在办理本案，不能查看上报人。")
    if not visible(tx, case, actor.holding("reporter.unmask")):
        raise Forbidden("本案不在您可查看上报人的岗位的辖区内。")
    known = ((report.id, reporter_of(report)) for report in queries.reports(tx, case.id))
    return [Unmasked(report_id, who) for report_id, who in known if who is not None]
