"""HTTP of the ways to sign in, and of the city's single sign-on.

The browser goes to `/api/sign-in/sso?next=/page`, from there to the provider, and comes back to
`/api/sign-in/sso/callback`, which sets the session's cookie and sends it on to the page. What goes
wrong is told there too: `?sso=` names the problem, and the sign-in dialog says it in words.
"""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any, Final, TypeVar
from urllib.parse import urlencode

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from gisgrid.identity import sessions, sso
from gisgrid.identity.access import token_of
from gisgrid.identity.cookies import browser_of, cookie_name, is_https, set_cookie
from gisgrid.identity.provider import AWAY, Provider, ProviderAway, Vouched
from gisgrid.identity.service import Refused
from gisgrid.identity.text_messages import sender_of
from gisgrid.identity.trail import DOWNLOAD, note
from gisgrid.identity.trips import TRIP_S, NotVouchedFor, Trip, page_of_ours
from gisgrid.kernel.db import Tx
from gisgrid.kernel.errors import NotFound, Problem
from gisgrid.kernel.limits import sign_ins_limited
from gisgrid.kernel.settings import Settings

router = APIRouter(prefix="/api/sign-in", tags=["people"])
AT_ONCE: Final = 2
"""Questions to the provider that one web process has under way."""
WAITING: Final = 20
Answer = TypeVar("Answer")
LIMITED = [Depends(sign_ins_limited)]
Said = Annotated[str, Query(max_length=4000)]


class WaysOut(BaseModel):
    """How one may sign in here."""

    sso: bool
    sso_name: str | None
    """What the provider is called here, where the operator said so."""
    citizen_codes: bool
    """Citizens may prove a telephone by a code."""


def provider_of(request: Request) -> Provider:
    """Return the provider that the operator set.

    Raises:
        NotFound: none was.
    """
    chosen: Settings = request.app.state.settings
    if not chosen.oidc_issuer:
        raise NotFound("本系统没有接入统一身份认证。")
    if not hasattr(request.app.state, "provider"):
        request.app.state.provider = Provider(chosen)
    found: Provider = request.app.state.provider
    return found


@router.get("/ways")
def list_ways(request: Request) -> WaysOut:
    """Tell how one may sign in beside a login and its password."""
    chosen: Settings = request.app.state.settings
    return WaysOut(
        sso=bool(chosen.oidc_issuer),
        sso_name=chosen.oidc_name or None,
        citizen_codes=sender_of(chosen) is not None,
    )


async def beside(request: Request, ask: Callable[[], Answer]) -> Answer:
    """Do what waits for the provider on threads of its own: one that hangs holds up nobody else.

    Raises:
        ProviderAway: too many wait for it already.
    """
    state = request.app.state
    if not hasattr(state, "provider_seats"):
        state.provider_seats = CapacityLimiter(AT_ONCE)
    seats: CapacityLimiter = state.provider_seats
    if seats.statistics().tasks_waiting >= WAITING:
        raise ProviderAway(AWAY)
    return await to_thread.run_sync(ask, limiter=seats)


@router.get("/sso", status_code=HTTPStatus.SEE_OTHER, dependencies=LIMITED)
async def leave_for_provider(request: Request, next: Said = "/") -> RedirectResponse:  # noqa: A002 - on the wire
    """Send the browser to the provider, with a cookie for the way."""
    trip, provider = Trip.begun(page_of_ours(next)), provider_of(request)
    try:
        url = await beside(request, partial(provider.address, trip, _way_back(request)))
    except ProviderAway as away:
        return _told(trip.back_to, away)
    answer = _to(url)
    answer.set_cookie(_trip_cookie(request), trip.sealed(), max_age=TRIP_S, **_guarded(request))
    return answer


async def brought_back(
    request: Request, code: Said = "", state: Said = ""
) -> tuple[str, Vouched | Problem]:
    """Return the page to go on to, and whom the provider vouches for or why for nobody.

    It talks to the provider before the transaction begins.
    """
    back_to, provider = "/", provider_of(request)
    try:
        trip = Trip.opened(request.cookies.get(_trip_cookie(request), ""))
        back_to = trip.back_to
        brought = {"code": code, "state": state}
        asked = partial(provider.vouches, trip, brought, _way_back(request))
        return back_to, await beside(request, asked)
    except (NotVouchedFor, ProviderAway) as problem:
        return back_to, problem


Brought = Annotated[tuple[str, Vouched | Problem], Depends(brought_back, scope="function")]


@router.get(
    "/sso/callback",
    status_code=HTTPStatus.SEE_OTHER,
    dependencies=LIMITED,
    openapi_extra=DOWNLOAD,
)
def come_back(request: Request, brought: Brought, tx: Tx) -> RedirectResponse:
    """Sign in whom the provider vouches for: a new session, and the browser's old one ends."""
    back_to, vouched = brought
    answer = _come_in(request, tx, back_to, vouched)
    answer.delete_cookie(_trip_cookie(request), **_guarded(request))
    return answer


def _come_in(
    request: Request, tx: Tx, back_to: str, vouched: Vouched | Problem
) -> RedirectResponse:
    if isinstance(vouched, Problem):
        request.state.refused_with = vouched.status
        return _told(back_to, vouched)
    demo = request.app.state.settings.demo
    outcome = sso.sign_in(tx, vouched, demo=demo, browser=browser_of(request))
    if isinstance(outcome, Refused):
        request.state.refused_with = outcome.problem.status
        return _told(back_to, outcome.problem)
    sessions.sign_out(tx, token_of(request) or "")
    request.state.actor = outcome.standing.actor
    note(request, reason="single sign-on")
    answer = _to(back_to)
    set_cookie(answer, request, outcome.token)
    return answer


def _to(url: str) -> RedirectResponse:
    return RedirectResponse(url, HTTPStatus.SEE_OTHER)


def _told(back_to: str, problem: Problem) -> RedirectResponse:
    """Send the browser to a page that says what went wrong."""
    page, _, _ = back_to.partition("#")
    said = urlencode({"sso": type(problem).__name__})
    return _to(f"{page}{'&' if '?' in page else '?'}{said}")


def _way_back(request: Request) -> str:
    base = request.app.state.settings.public_url or str(request.base_url)
    return f"{base.rstrip('/')}/api/sign-in/sso/callback"


def _trip_cookie(request: Request) -> str:
    return f"{cookie_name(request)}-sso"


def _guarded(request: Request) -> dict[str, Any]:
    return {"path": "/", "httponly": True, "samesite": "lax", "secure": is_https(request)}
