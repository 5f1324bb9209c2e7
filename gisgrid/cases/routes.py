"""HTTP of the cases: reports come in, cases are listed, shown and worked."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from gisgrid import duties
from gisgrid.cases import pages, ports
from gisgrid.cases.reporting import Key, report, report_quickly
from gisgrid.cases.routes_citizens import router as citizens
from gisgrid.cases.routes_files import router as photos
from gisgrid.cases.routes_places import router as where
from gisgrid.cases.routes_verifying import router as verifying
from gisgrid.cases.rules.tokens import report_of
from gisgrid.cases.schemas import (
    ByPhoneIn,
    CasesOut,
    CaseWhole,
    DuplicateOut,
    FollowedOut,
    Lang,
    ListIn,
    NearIn,
    QueuesOut,
    RatingIn,
    ReceiptOut,
    ReopenIn,
    ReporterOut,
    StepIn,
    StepTakenOut,
    UnmaskIn,
)
from gisgrid.cases.service import hints, listing, queues, sight, telling
from gisgrid.cases.service.evaluation import Verdict, rate, reopen
from gisgrid.cases.service.finding import lock
from gisgrid.cases.service.forgetting import without_numbers
from gisgrid.cases.service.moving import act
from gisgrid.cases.service.naming import names_of
from gisgrid.cases.service.offering import allowed
from gisgrid.cases.service.once import once
from gisgrid.cases.service.steps import REPORTER
from gisgrid.cases.service.unmasking import unmask
from gisgrid.identity import Maybe, Signed, note
from gisgrid.kernel import datum as datums
from gisgrid.kernel.db import Tx
from gisgrid.kernel.quick import quick
from gisgrid.kernel.rows import beyond_scope
from gisgrid.kernel.signing import secret

router = APIRouter(prefix="/api", tags=["cases"])
router.add_api_route(
    "/reports",
    report,
    methods=["POST"],
    status_code=HTTPStatus.CREATED,
    response_model=ReceiptOut,
    route_class_override=quick(report_quickly),
)
ROUTERS = (router, citizens, where, photos, verifying)


@router.get("/reports/{token}")
def follow(token: str, tx: Tx, lang: Lang = "zh") -> FollowedOut:
    """Return where a report stands, to whoever holds its signed token."""
    report_id = report_of(token, secret())
    with beyond_scope(tx):
        return pages.followed_page(telling.follow(tx, report_id, lang), lang)


@router.post("/reports/{token}/rating", status_code=HTTPStatus.CREATED)
def rate_by_reporter(token: str, said: RatingIn, tx: Tx, lang: Lang = "zh") -> StepTakenOut:
    """Take the reporter's rating of the closed case."""
    report_id, verdict = report_of(token, secret()), Verdict(said.score, said.resolved, said.text)
    with beyond_scope(tx):
        found = lock(tx, telling.reported_by(tx, report_id))
        return pages.step_answer(found, rate(tx, found, verdict, actor=REPORTER), lang)


@router.post("/reports/{token}/reopen", status_code=HTTPStatus.CREATED)
def reopen_by_reporter(token: str, said: ReopenIn, tx: Tx, lang: Lang = "zh") -> StepTakenOut:
    """Reopen the case for a reporter who is not satisfied; limited in time and number."""
    report_id = report_of(token, secret())
    with beyond_scope(tx):
        found = lock(tx, telling.reported_by(tx, report_id))
        return pages.step_answer(found, reopen(tx, found.id, said.reason), lang)


@router.get("/cases")
def list_cases(tx: Tx, actor: Signed, asked: Annotated[ListIn, Query()]) -> CasesOut:
    """List cases within the reader's scope, page by page."""
    return _page(tx, listing.listed(tx, asked.asked(), sight.reach(tx, actor)), asked.lang)


@router.get("/queues")
def count_queues(tx: Tx, actor: Signed) -> QueuesOut:
    """Count the cases of each queue within the reader's scope; due is within 24 hours."""
    return QueuesOut(**queues.counts(tx, sight.reach(tx, actor)))


@router.post("/cases/by-phone")
def find_by_phone(said: ByPhoneIn, tx: Tx, actor: Signed, lang: Lang = "zh") -> CasesOut:
    """List the cases that were reported from a telephone number, within the reader's scope.

    Those that the reader's own station handles are left out: it never learns who reported.
    """
    found = listing.listed_by_phone(tx, said.phone, actor, cursor=said.cursor, limit=said.limit)
    return _page(tx, found, lang)


def _page(tx: Tx, page: listing.Page, lang: Lang) -> CasesOut:
    names = names_of(tx, page.cases, lang=lang)
    return CasesOut(
        cases=[pages.case_line(case, names, lang) for case in page.cases], cursor=page.cursor
    )


@router.get("/cases/{number}")
def show_case(number: str, tx: Tx, actor: Signed, lang: Lang = "zh") -> CaseWhole:
    """Return a case with its reasoning, history, orders and what the reader may do now."""
    found = telling.seen(tx, number, actor)
    whole = telling.whole(tx, found, actor, lang)
    page = pages.case_page(whole, allowed(tx, found, actor), lang)
    return CaseWhole.model_validate(page | ports.parts_of(tx, found, lang))


@router.post("/cases/{number}/reporter")
def unmask_reporter(
    number: str, said: UnmaskIn, request: Request, response: Response, tx: Tx, actor: Signed
) -> list[ReporterOut]:
    """Return who reported a case, unmasked; the audit keeps who asked and why."""
    note(request, reason=without_numbers(said.reason))
    response.headers["Cache-Control"] = "no-store"
    found = unmask(tx, telling.seen(tx, number, actor), actor)
    return [
        ReporterOut(report_id=one.report_id, name=one.reporter.name, phone=one.reporter.phone)
        for one in found
    ]


@router.post("/cases/{number}/steps", status_code=HTTPStatus.CREATED)
def take_step(
    number: str, said: StepIn, tx: Tx, actor: Signed, key: Key = None, lang: Lang = "zh"
) -> StepTakenOut:
    """Take an action on a case; with an Idempotency-Key once, however often it is sent."""

    def taken() -> StepTakenOut:
        telling.seen(tx, number, actor)
        found = lock(tx, number, version=said.version)
        words = ports.Words(said.note, said.codes)
        return pages.step_answer(found, act(tx, found, said.action, words, actor=actor), lang)

    if key is None:
        return taken()
    mine = f"step:{actor.person_id}:{key}"
    body = {"number": number, **said.model_dump(mode="json")}
    return StepTakenOut(**once(tx, mine, body, lambda: taken().model_dump()))


@router.get("/duplicates")
def list_duplicates(tx: Tx, actor: Maybe, asked: Annotated[NearIn, Query()]) -> list[DuplicateOut]:
    """Say what is being worked on nearby: of one class before a report is sent, or of every class.

    Each class within its own radius and days, the nearest ten of one class or thirty of all; where
    exactly, and in whose words, is not told.
    """
    datums.check(asked.lon, asked.lat)
    lon, lat = datums.to_wgs84(asked.lon, asked.lat, asked.datum)
    found, seen = hints.hinted(tx, (lon, lat), asked.class_id, actor)
    return [
        pages.duplicate_line(
            one, duties.case_class(tx, one.class_id), asked.lang, words=one.case_id in seen
        )
        for one in found
    ]
