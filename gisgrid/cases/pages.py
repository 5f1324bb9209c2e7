"""Turns what is known of a case into what goes over the wire, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from gisgrid import duties
from gisgrid.cases import schemas
from gisgrid.cases.rules import Action, Status, move_of
from gisgrid.cases.rules.labels import ACTIONS, STATUSES, label, unrouted_label
from gisgrid.cases.service.beside import told_of
from gisgrid.cases.service.merging import Duplicate
from gisgrid.cases.service.naming import Names
from gisgrid.cases.service.own import Own, OwnPage
from gisgrid.cases.service.photos import CODES as FILE_CODES
from gisgrid.cases.service.receipts import Receipt, follow_token
from gisgrid.cases.service.telling import TOLD, Followed, Whole, point_of
from gisgrid.cases.tables import CaseFile, Report, Step
from gisgrid.files import Picture

COPIED = (
    "number", "status", "text", "place_text", "class_id", "source", "origin", "emergency",
    "lead_station_id", "unrouted", "on_border", "near_border", "near", "border_m", "received_at",
    "filed_at", "respond_due", "solve_due", "provisional", "closed_at", "repeat_count",
    "reopen_count", "return_count", "rework_count", "version",
)  # fmt: skip


ROUGH_M = 10
TOLD_AT_ONCE = tuple(n for n in Receipt.__slots__ if n not in {"case_id", "leader_person_id"})


def status_name(status: str, lang: str) -> str:
    """Return what a status is called."""
    return label(STATUSES[Status(status)], lang)


def action_name(action: str, lang: str) -> str:
    """Return what an action is called."""
    return label(ACTIONS[Action(action)], lang)


def receipt_page(receipt: Receipt, lang: str) -> schemas.ReceiptOut:
    """Return the answer to a report."""
    known = {name: getattr(receipt, name) for name in TOLD_AT_ONCE}
    return schemas.ReceiptOut(**known, unrouted_words=unrouted_label(receipt.unrouted, lang))


def case_columns(case: CaseFile, names: Names, lang: str) -> dict[str, Any]:
    """Return what lists and pages share."""
    point = point_of(case) or (None, None)
    return {
        **{name: getattr(case, name) for name in COPIED},
        "status_name": status_name(case.status, lang),
        "class_name": names.classes.get(case.class_id or 0),
        "areas": tuple(names.areas[area] for area in case.path_of_record if area in names.areas),
        "lon": point[0],
        "lat": point[1],
        "lead": names.stations.get(case.lead_station_id or 0),
        "leader": names.people.get(case.leader_person_id or 0),
        "unrouted_words": unrouted_label(case.unrouted, lang),
    }


def case_line(case: CaseFile, names: Names, lang: str) -> schemas.CaseOut:
    """Return a case as lists show it."""
    return schemas.CaseOut(**case_columns(case, names, lang))


def case_page(whole: Whole, actions: list[Action], lang: str) -> dict[str, Any]:
    """Return everything about a case but the parts of the slices above."""
    case = whole.case
    routing = case.routing
    return {
        **case_columns(case, whole.names, lang),
        "edition_id": case.edition_id,
        "area_id": case.area_id,
        "explanation": duties.render(routing.get("reasons", ()), lang),
        "candidates": routing.get("candidates", []),
        "suggestions": routing.get("suggestions", []),
        "merged_into": whole.merged_into,
        "merged": [one.number for one in whole.merged],
        "reporter": whole.reporter,
        "reports": [report_line(one, whole.pictures) for one in whole.reports],
        "steps": [step_line(step, whole, lang) for step in whole.steps],
        "ratings": [_columns(one, schemas.RatingOut) for one in whole.ratings],
        "actions": [action_line(action, case.status, lang) for action in actions],
    }


def _columns(row: object, shape: type[BaseModel]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in shape.model_fields}


def report_line(report: Report, pictures: Mapping[str, Picture]) -> schemas.ReportOut:
    """Return one report, with links to its photos."""
    shown = [pictures[name] for name in report.photos if name in pictures]
    known = {n: getattr(report, n) for n in schemas.ReportOut.model_fields if n != "pictures"}
    return schemas.ReportOut(**known, pictures=shown)


def step_line(step: Step, whole: Whole, lang: str) -> schemas.StepOut:
    """Return one step, with names for ids and links to its photos and voice note."""
    names, (note, codes) = whole.names, told_of(step, whole.beside, lang)
    named = [name for code in FILE_CODES for name in step.codes.get(code) or ()]
    return schemas.StepOut(
        seq=step.seq,
        action=step.action,
        action_name=action_name(step.action, lang),
        from_status=step.from_status,
        to_status=step.to_status,
        at=step.at,
        person=names.people.get(step.person_id or 0),
        device=step.codes.get("device"),
        station=names.stations.get(step.station_id or 0),
        note=note,
        codes=codes,
        pictures=[whole.pictures[name] for name in named if name in whole.pictures],
        hash=step.hash.hex(),
    )


def action_line(action: Action, status: str, lang: str) -> schemas.ActionOut:
    """Return an action with what it needs."""
    move = move_of(action, Status(status))
    needs = [str(need) for need in move.needs] if move else []
    return schemas.ActionOut(action=action, name=action_name(action, lang), needs=needs)


def step_answer(case: CaseFile, step: Step, lang: str) -> schemas.StepTakenOut:
    """Return what an action led to."""
    return schemas.StepTakenOut(
        seq=step.seq,
        action=step.action,
        status=case.status,
        status_name=status_name(case.status, lang),
        version=case.version,
    )


def followed_page(followed: Followed, lang: str) -> schemas.FollowedOut:
    """Return what the reporter sees, without anybody's name."""
    case, names = followed.case, followed.names
    shared = case_columns(case, names, lang)
    known = {name: shared[name] for name in schemas.FollowedOut.model_fields if name in shared}
    changes = [s for s in followed.steps if s.from_status != s.to_status]
    known["text"] = followed.report.text
    known["received_at"] = followed.report.received_at
    return schemas.FollowedOut(
        **known,
        history=[{"name": status_name(s.to_status, lang), "at": s.at} for s in changes],
        replies=[s.note for s in followed.steps if s.note and _is_told(followed, s)],
        merged=followed.report.case_id != case.id,
        rated=followed.rated,
        may_rate=followed.may_rate,
        may_reopen=followed.may_reopen,
        pictures=list(followed.pictures),
    )


def _is_told(followed: Followed, step: Step) -> bool:
    """Tell whether a note is for this reporter: who joined later was not answered before."""
    later = not followed.joined or step.at >= followed.report.received_at
    return step.action in TOLD and later


def own_page(page: OwnPage, lang: str) -> schemas.OwnReportsOut:
    """Return a citizen's own reports: their own words, and never anybody's name."""
    return schemas.OwnReportsOut(
        reports=[own_line(one, page.names, lang) for one in page.reports], before=page.before
    )


def own_line(own: Own, names: Names, lang: str) -> schemas.OwnReportOut:
    """Return one line of a citizen's list."""
    shared = case_columns(own.case, names, lang)
    known = {name: shared[name] for name in schemas.OwnReportOut.model_fields if name in shared}
    said = {name: getattr(own.report, name) for name in ("text", "place_text", "received_at")}
    return schemas.OwnReportOut(
        **{**known, **said},
        token=follow_token(own.report.id),
        merged=own.report.case_id != own.case.id,
        may_rate=own.may_rate,
        may_reopen=own.may_reopen,
    )


def roughly(metres: float) -> float:
    """Return a distance in tens of metres: whose place it is cannot be taken from three of them."""
    return max(ROUGH_M, round(metres / ROUGH_M) * ROUGH_M)


def duplicate_line(
    found: Duplicate, kind: duties.ClassEntry, lang: str, *, words: bool
) -> schemas.DuplicateOut:
    """Return a hint; the words of other people only to those who may see the case."""
    return schemas.DuplicateOut(
        number=found.number,
        status=found.status,
        status_name=status_name(found.status, lang),
        class_name=(kind.name_en if lang == "en" else None) or kind.name,
        received_at=found.received_at,
        repeat_count=found.repeat_count,
        away_m=round(found.away_m, 1) if words else roughly(found.away_m),
        text=found.text if words else None,
        place_text=found.place_text if words else None,
    )
