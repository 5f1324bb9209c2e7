"""HTTP of citizens without an account: a code by text message, a short session of its own.

1. `POST /api/citizen/codes` {phone} sends a code (in demo mode the answer shows it).
2. `POST /api/citizen/session` {phone, code} sets the cookie `gisgrid-citizen` for an hour.
3. `GET /api/citizen/reports` (in the cases) lists what was reported from that telephone, each with
   its token; `GET|POST /api/reports/{token}…` follow, rate and reopen, as the signed links do.
4. `GET /api/citizen/session` tells whose it is (masked), `DELETE` ends it.
"""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse

from gisgrid.identity import citizens, rules
from gisgrid.identity.access import same_origin
from gisgrid.identity.access_citizens import Proved
from gisgrid.identity.citizens import Citizen
from gisgrid.identity.cookies import citizen_cookie_name, is_https, refusal
from gisgrid.identity.schemas_citizens import CitizenOut, CitizenSignIn, CodeSentOut, PhoneIn
from gisgrid.identity.service import Refused
from gisgrid.identity.text_messages import sender_of
from gisgrid.kernel.db import Tx
from gisgrid.kernel.errors import Unavailable
from gisgrid.kernel.limits import CODE_TRIES_BY_ADDRESS, CODES_BY_ADDRESS, limit_address
from gisgrid.kernel.sealing import masked

router = APIRouter(prefix="/api/citizen", tags=["citizens"])
OwnPage = Annotated[None, Depends(same_origin)]


class NoSender(Unavailable):
    """The operator has not said how text messages leave."""

    title = "No text messages are sent here"


@router.post("/codes", status_code=HTTPStatus.ACCEPTED)
def send_code(said: PhoneIn, request: Request, tx: Tx, _: OwnPage) -> CodeSentOut:
    """Send a code to a telephone; the answer is the same whether anybody reported from it."""
    limit_address(request, CODES_BY_ADDRESS)
    chosen = request.app.state.settings
    if sender_of(chosen) is None:
        raise NoSender("本系统尚未开通短信验证码，请使用受理时给出的查询链接。")
    letter = citizens.write_code(tx, said.phone)
    return CodeSentOut(
        expires_at=letter.expires_at,
        next_after_s=int(rules.CITIZEN_CODE_EVERY.total_seconds()),
        demo_code=letter.code if chosen.demo else None,
    )


@router.post("/session", status_code=HTTPStatus.CREATED, response_model=CitizenOut)
def begin(said: CitizenSignIn, request: Request, tx: Tx, _: OwnPage) -> Response:
    """Open a session for whoever knows the code; the browser's old one ends."""
    limit_address(request, CODE_TRIES_BY_ADDRESS)
    outcome = citizens.open_session(tx, said.phone, said.code)
    if isinstance(outcome, Refused):
        return refusal(outcome, request)
    citizens.end_session(tx, request.cookies.get(citizen_cookie_name(request), ""))
    token, who = outcome
    answer = JSONResponse(_shown(who).model_dump(mode="json"), HTTPStatus.CREATED)
    lasts = int(rules.CITIZEN_SESSION_LASTS.total_seconds())
    answer.set_cookie(citizen_cookie_name(request), token, max_age=lasts, **_guarded(request))
    return answer


@router.get("/session")
def who_is_it(found: Proved) -> CitizenOut:
    """Tell whose telephone was proved in this browser."""
    return _shown(found)


@router.delete("/session", status_code=HTTPStatus.NO_CONTENT)
def end(request: Request, response: Response, tx: Tx, _: OwnPage) -> None:
    """End the session at once."""
    citizens.end_session(tx, request.cookies.get(citizen_cookie_name(request), ""))
    response.delete_cookie(citizen_cookie_name(request), **_guarded(request))


def _guarded(request: Request) -> dict[str, Any]:
    return {"path": "/", "httponly": True, "samesite": "lax", "secure": is_https(request)}


def _shown(found: Citizen) -> CitizenOut:
    return CitizenOut(phone=masked(found.phone) or "", expires_at=found.expires_at)
