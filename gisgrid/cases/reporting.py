"""HTTP of the busiest address: reports come in, and those of the public are written together."""

from http import HTTPStatus
from typing import Annotated

from anyio import to_thread
from fastapi import Header, Request, Response
from pydantic import ValidationError

from gisgrid.cases import pages
from gisgrid.cases.gathering import Gathering
from gisgrid.cases.rules import NewReport
from gisgrid.cases.schemas import Lang, ReportIn
from gisgrid.cases.service.intake import refuse_relayed, submit
from gisgrid.cases.service.machines import submit_as
from gisgrid.cases.service.naming import in_language
from gisgrid.cases.service.receipts import Receipt
from gisgrid.identity import device_behind, device_token_of, maybe_signed, token_of
from gisgrid.kernel import limits
from gisgrid.kernel.quick import plain_json
from gisgrid.kernel.sealing import normal_phone

KEY_LENGTH = 200
Key = Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=KEY_LENGTH)]


async def report(said: ReportIn, request: Request, key: Key = None, lang: Lang = "zh") -> Response:
    """Take a report in; citizens need not sign in.

    The answer says who answers for it and by when they respond. With an Idempotency-Key the
    same body gets the same answer however often it is sent.
    """
    new = said.new(key)
    if device_token_of(request) is not None:
        receipt = await to_thread.run_sync(_submit_device, request, new)
    elif token_of(request) is None:
        receipt = await _gathered(request, new)
    else:
        receipt = await to_thread.run_sync(_submit_signed, request, new)
    if lang != "zh":
        receipt = await to_thread.run_sync(_said_in, request, receipt, lang)
    return _answer(receipt, lang)


async def report_quickly(request: Request) -> Response | None:
    """Take in a report of somebody who is not signed in and asks for nothing special."""
    keys = request.headers.getlist("idempotency-key")
    if request.scope["query_string"] or _is_named(request) or not _is_one_key(keys):
        return None
    body = await plain_json(request)
    try:
        said = ReportIn.model_validate_json(body or b"")
    except ValidationError:
        return None
    return _answer(await _gathered(request, said.new(next(iter(keys), None))), "zh")


def gathering_of(request: Request) -> Gathering:
    """Return where the application gathers reports."""
    state = request.app.state
    if not hasattr(state, "gathering"):
        state.gathering = Gathering(state.sessions)
    found: Gathering = state.gathering
    return found


def _is_named(request: Request) -> bool:
    """Tell whether a person or a device may be behind a request."""
    return "cookie" in request.headers or "authorization" in request.headers


def _is_one_key(keys: list[str]) -> bool:
    return len(keys) <= 1 and all(1 <= len(key) <= KEY_LENGTH for key in keys)


async def _gathered(request: Request, new: NewReport) -> Receipt:
    _limit(request, new)
    refuse_relayed(new)
    return await gathering_of(request).submit(new)


def _submit_signed(request: Request, new: NewReport) -> Receipt:
    with request.app.state.sessions.begin() as tx:
        actor = maybe_signed(request, tx)
        if actor is None:
            _limit(request, new)
            refuse_relayed(new)
        return submit(tx, new, actor)


def _submit_device(request: Request, new: NewReport) -> Receipt:
    with request.app.state.sessions.begin() as tx:
        return submit_as(tx, new, device_behind(request, tx))


def _limit(request: Request, new: NewReport) -> None:
    """Let one address and one phone report only so often without signing in."""
    limits.limit_address(request, limits.REPORTS_BY_ADDRESS)
    phone = new.reporter and new.reporter.phone
    if phone:
        limits.limit(request, limits.REPORTS_BY_PHONE, normal_phone(phone)[-11:])


def _said_in(request: Request, receipt: Receipt, lang: str) -> Receipt:
    with request.app.state.sessions.begin() as tx:
        return in_language(tx, receipt, lang)


def _answer(receipt: Receipt, lang: str) -> Response:
    page = pages.receipt_page(receipt, lang).model_dump_json()
    return Response(page, HTTPStatus.CREATED, media_type="application/json")
