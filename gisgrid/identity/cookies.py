"""What signing in looks like over HTTP: the cookie, the browser behind it, a refusal."""

from http import HTTPStatus
from ipaddress import ip_address

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from gisgrid.identity.rules import SESSION_LASTS
from gisgrid.identity.service import Refused
from gisgrid.identity.sessions import Browser, SignedIn


def is_https(request: Request) -> bool:
    """Tell whether the browser asked over https."""
    return request.url.scheme == "https"


def cookie_name(request: Request) -> str:
    """Return the cookie's name: over https the browser itself guards it (`__Host-`)."""
    return cookie_over(request.url.scheme)


def cookie_over(scheme: str) -> str:
    """Return the cookie's name over http or https."""
    return "__Host-gisgrid" if scheme == "https" else "gisgrid"


def citizen_cookie_name(request: Request) -> str:
    """Return the name of a citizen's cookie: another one, so that neither stands for the other."""
    return f"{cookie_name(request)}-citizen"


def browser_of(request: Request) -> Browser:
    """Return where a request comes from, as far as it is known."""
    host = request.client.host if request.client else ""
    return Browser(_address(host), request.headers.get("user-agent"))


def welcome(signed: SignedIn, request: Request, body: BaseModel) -> Response:
    """Answer with a new session, and set its cookie."""
    request.state.actor = signed.standing.actor
    answer = JSONResponse(body.model_dump(mode="json"), HTTPStatus.CREATED)
    set_cookie(answer, request, signed.token)
    return answer


def take_cookie(answer: Response, request: Request) -> None:
    """Have the browser forget its session."""
    answer.delete_cookie(cookie_name(request), path="/", secure=is_https(request))


def refusal(outcome: Refused, request: Request) -> JSONResponse:
    """Answer without raising: the count of failures must be committed."""
    found = outcome.problem
    request.state.refused_with = found.status
    body = {
        **found.codes,
        "type": type(found).__name__,
        "title": found.title,
        "status": found.status,
        "detail": str(found),
    }
    answer = JSONResponse(body, found.status, media_type="application/problem+json")
    if outcome.retry_after_s:
        answer.headers["Retry-After"] = str(outcome.retry_after_s)
    return answer


def set_cookie(answer: Response, request: Request, token: str) -> None:
    """Set the cookie of a session."""
    answer.set_cookie(
        cookie_name(request),
        token,
        max_age=int(SESSION_LASTS.total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=is_https(request),
    )


def _address(host: str) -> str | None:
    """Return a host that is an address; a test client or a socket has none."""
    try:
        return str(ip_address(host))
    except ValueError:
        return None
