"""HTTP of people and stations: signing in, who am I, the 86 stations."""

from http import HTTPStatus
from ipaddress import ip_address
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse

from gisgrid.identity import listings, service
from gisgrid.identity.access import Signed, cookie_name, same_origin, token_of
from gisgrid.identity.rules import SESSION_LASTS
from gisgrid.identity.schemas import DemoLogin, Me, SignIn, StationOut
from gisgrid.identity.service import Refused
from gisgrid.kernel.db import Tx
from gisgrid.kernel.errors import NotSignedIn

router = APIRouter(prefix="/api", tags=["people"])
OwnPage = Annotated[None, Depends(same_origin)]


@router.post("/session", response_model=Me, status_code=HTTPStatus.CREATED)
def sign_in(asked: SignIn, request: Request, tx: Tx, _: OwnPage) -> Response:
    """Sign in: the answer sets the cookie of a new session."""
    ip = _address(request.client.host if request.client else "")
    demo = request.app.state.settings.demo
    outcome = service.sign_in(tx, asked.login, asked.password, demo=demo, ip=ip)
    if isinstance(outcome, Refused):
        return _refusal(outcome)
    answer = JSONResponse(Me.of(outcome.actor).model_dump(), HTTPStatus.CREATED)
    _set_cookie(answer, request, outcome.token)
    return answer


@router.delete("/session", status_code=HTTPStatus.NO_CONTENT)
def sign_out(request: Request, response: Response, tx: Tx, _: OwnPage) -> None:
    """Sign out; the session ends at once, everywhere."""
    token = token_of(request)
    if token is not None:
        service.sign_out(tx, token)
    response.delete_cookie(cookie_name(request), path="/", secure=_is_https(request))


@router.get("/me")
def me(actor: Signed) -> Me:
    """Tell who is signed in, with the posts held now."""
    return Me.of(actor)


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


def _set_cookie(answer: Response, request: Request, token: str) -> None:
    answer.set_cookie(
        cookie_name(request),
        token,
        max_age=int(SESSION_LASTS.total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=_is_https(request),
    )


def _refusal(outcome: Refused) -> JSONResponse:
    """Answer 401 without raising: the count of failures must be committed."""
    body = {
        "type": NotSignedIn.__name__,
        "title": NotSignedIn.title,
        "status": NotSignedIn.status,
        "detail": outcome.reason,
    }
    return JSONResponse(body, NotSignedIn.status, media_type="application/problem+json")


def _is_https(request: Request) -> bool:
    return request.url.scheme == "https"


def _address(host: str) -> str | None:
    """Return a host that is an address; a test client or a socket has none."""
    try:
        return str(ip_address(host))
    except ValueError:
        return None
