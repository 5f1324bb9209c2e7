"""Who is behind a request: the dependencies `Signed` and `Maybe` of every slice's routes."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request

from gisgrid.identity import service
from gisgrid.identity.actors import Actor
from gisgrid.kernel.db import Tx
from gisgrid.kernel.errors import Forbidden, NotSignedIn

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def cookie_name(request: Request) -> str:
    """Return the cookie's name: over https the browser itself guards it (`__Host-`)."""
    return "__Host-gisgrid" if request.url.scheme == "https" else "gisgrid"


def token_of(request: Request) -> str | None:
    """Return the token that the browser sent."""
    return request.cookies.get(cookie_name(request))


def same_origin(request: Request) -> None:
    """Let no other site's page act in a signed-in browser.

    Raises:
        Forbidden: a browser says that another site's page sent this.
    """
    if request.method in SAFE or _is_ours(request):
        return
    raise Forbidden("请求来自其他网站的页面，已被拒绝；请直接打开本系统再操作。")


def maybe_signed(request: Request, tx: Tx) -> Actor | None:
    """Return who is signed in, or None for the public."""
    token = token_of(request)
    if token is None:
        return None
    same_origin(request)
    return service.actor_of_token(tx, token)


Maybe = Annotated[Actor | None, Depends(maybe_signed)]


def signed(actor: Maybe) -> Actor:
    """Return who is signed in.

    Raises:
        NotSignedIn: nobody is, or the session has ended.
    """
    if actor is None:
        raise NotSignedIn("尚未登录，或登录已过期，请先登录。")
    return actor


Signed = Annotated[Actor, Depends(signed)]


def _is_ours(request: Request) -> bool:
    """Tell whether a browser's own headers name this site; programs send none of them."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")
