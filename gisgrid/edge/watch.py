"""Sees every request pass: its id, its time, its log line, and the headers of its answer."""

import logging
import time
from collections.abc import Mapping
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gisgrid.edge.figures import Figures
from gisgrid.kernel import tracing

log = logging.getLogger("gisgrid.access")
EVERYWHERE: Final = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
ANSWERS: Final = EVERYWHERE | {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
PAGES: Final = ANSWERS | {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    ),
}


class Watch:
    """The outermost of our own: nothing is answered that it does not see."""

    def __init__(self, app: ASGIApp, figures: Figures) -> None:
        self._app = app
        self._figures = figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Watch one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        known = tracing.accepted(Headers(scope=scope).get("x-request-id"))
        scope.setdefault("state", {})["request_id"] = known
        status = 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _dress(MutableHeaders(scope=message), scope["path"], known)
            await send(message)

        began = time.monotonic()
        with tracing.of(known):
            try:
                await self._app(scope, receive, answer)
            finally:
                self._note(scope, status, time.monotonic() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        """Count an answer by its route's template: addresses hold tokens and numbers."""
        method, route = scope["method"], template_of(scope)
        self._figures.answers.labels(method, route, str(status)).observe(seconds)
        said = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
        log.info("%s %s %s", method, route, status, extra=said)


def template_of(scope: Scope) -> str:
    """Return the address as it was declared, `page` for the web app and what is not ours."""
    return str(getattr(scope.get("route"), "path", "") or "page")


def headers_for(path: str, content_type: str) -> Mapping[str, str]:
    """Return what an answer says about its own handling, where a route does not say otherwise."""
    if not path.startswith("/api"):
        return EVERYWHERE
    return PAGES if content_type.startswith("text/html") else ANSWERS


def _dress(headers: MutableHeaders, path: str, request_id: str) -> None:
    headers["X-Request-ID"] = request_id
    for name, value in headers_for(path, headers.get("content-type", "")).items():
        headers.setdefault(name, value)
