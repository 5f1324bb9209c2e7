"""HTTP of people and stations: signing in, one's sessions and password, the 86 stations."""

from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from gisgrid.identity import accounts, listings, queries, service, sessions
from gisgrid.identity.access import Arriving, arrived, held_up, same_origin, token_of
from gisgrid.identity.cookies import browser_of, refusal, take_cookie, welcome
from gisgrid.identity.routes_citizens import router as citizens
from gisgrid.identity.routes_devices import router as devices
from gisgrid.identity.routes_keeping import router as keeping
from gisgrid.identity.routes_map_keys import router as map_keys
from gisgrid.identity.routes_people import router as administration
from gisgrid.identity.routes_sso import router as single_sign_on
from gisgrid.identity.schemas import (
    CodeIn,
    DemoLogin,
    EnrolmentOut,
    Me,
    PasswordChange,
    PasswordIn,
    RecoveryOut,
    SessionOut,
    SignIn,
    StationOut,
)
from gisgrid.identity.service import Key, Refused
from gisgrid.identity.sessions import Standing
from gisgrid.identity.trail import note
from gisgrid.identity.turns import turn
from gisgrid.kernel.db import Tx
from gisgrid.kernel.limits import sign_ins_limited

router = APIRouter(prefix="/api", tags=["people"])
ROUTERS = (router, keeping, administration, devices, map_keys, citizens, single_sign_on)
"""Side by side, not one in another: so a request's route tells its whole address."""
OwnPage = Annotated[None, Depends(same_origin)]
LIMITED = Depends(sign_ins_limited)
# The turn comes before the transaction, which keeps a connection from others.
IN_TURN = [Depends(turn, scope="function")]


@router.post(
    "/session",
    response_model=Me,
    status_code=HTTPStatus.CREATED,
    dependencies=[LIMITED, *IN_TURN],
)
def sign_in(asked: SignIn, request: Request, tx: Tx, _: OwnPage) -> Response:
    """Sign in: the answer sets the cookie of a new session, and ends the browser's old one."""
    demo = request.app.state.settings.demo
    key = Key(asked.login, asked.password, asked.code)
    outcome = service.sign_in(tx, key, demo=demo, browser=browser_of(request))
    if isinstance(outcome, Refused):
        note(request, object=queries.account_name(tx, asked.login))
        return refusal(outcome, request)
    before = token_of(request)
    if before is not None:
        sessions.sign_out(tx, before)
    return welcome(outcome, request, _me(request, outcome.standing))


@router.delete("/session", status_code=HTTPStatus.NO_CONTENT)
def sign_out(request: Request, response: Response, tx: Tx, _: OwnPage) -> None:
    """Sign out; the session ends at once."""
    token = token_of(request)
    if token is not None:
        arrived(request, tx)
        sessions.sign_out(tx, token)
    take_cookie(response, request)


@router.get("/sessions")
def list_sessions(tx: Tx, found: Arriving) -> list[SessionOut]:
    """List the browsers in which one is signed in, the last used first."""
    mine = sessions.sessions_of(tx, found.person_id)
    return [SessionOut.of(one, found.session_id) for one in mine]


@router.delete("/sessions", status_code=HTTPStatus.NO_CONTENT)
def sign_out_everywhere(request: Request, response: Response, tx: Tx, found: Arriving) -> None:
    """Sign out in every browser, this one too."""
    sessions.sign_out_everywhere(tx, found.person_id)
    take_cookie(response, request)


@router.delete("/sessions/{session_id}", status_code=HTTPStatus.NO_CONTENT)
def end_session(session_id: int, tx: Tx, found: Arriving) -> None:
    """Sign out in one browser."""
    sessions.end_session(tx, found.person_id, session_id)


@router.get("/me")
def me(request: Request, found: Arriving) -> Me:
    """Tell who is signed in, with the posts held now."""
    return _me(request, found)


@router.post(
    "/me/password", response_model=Me, status_code=HTTPStatus.CREATED, dependencies=IN_TURN
)
def change_password(asked: PasswordChange, request: Request, tx: Tx, found: Arriving) -> Response:
    """Change one's password: every session ends, and the answer sets the cookie of a new one."""
    outcome = accounts.change_password(
        tx, found.person_id, asked.old, asked.new, browser_of(request)
    )
    if isinstance(outcome, Refused):
        return refusal(outcome, request)
    return welcome(outcome, request, _me(request, outcome.standing))


@router.post(
    "/me/totp",
    response_model=EnrolmentOut,
    status_code=HTTPStatus.CREATED,
    dependencies=IN_TURN,
)
def enrol(asked: PasswordIn, request: Request, tx: Tx, found: Arriving) -> object:
    """Show a new secret for the telephone; it counts once a code of it has come."""
    outcome = accounts.enrol(tx, found.person_id, asked.password, browser_of(request))
    return refusal(outcome, request) if isinstance(outcome, Refused) else asdict(outcome)


@router.post("/me/totp/confirm", response_model=RecoveryOut, status_code=HTTPStatus.CREATED)
def confirm_enrolment(asked: CodeIn, request: Request, tx: Tx, found: Arriving) -> Response:
    """Ask for codes from now on; the answer shows the recovery codes and sets a new cookie."""
    outcome = accounts.confirm(tx, found.person_id, asked.code, browser_of(request))
    if isinstance(outcome, Refused):
        return refusal(outcome, request)
    body = RecoveryOut(recovery_codes=outcome.recovery_codes)
    return welcome(outcome.signed, request, body)


@router.get("/stations")
def stations(tx: Tx) -> list[StationOut]:
    """List every station with its five haves (五有)."""
    return [StationOut.of(one, haves) for one, haves in listings.stations_with_haves(tx)]


@router.get("/demo-logins")
def demo_logins(request: Request, tx: Tx) -> list[DemoLogin]:
    """List the logins of the demo district; empty outside demo mode."""
    if not request.app.state.settings.demo:
        return []
    return [DemoLogin.model_validate(row, from_attributes=True) for row in listings.logins(tx)]


def _me(request: Request, found: Standing) -> Me:
    problem = held_up(request, found)
    return Me.of(found, type(problem).__name__ if problem else None)
