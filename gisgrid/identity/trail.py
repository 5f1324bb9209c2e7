"""What the audit records of a request: every unsafe verb, every download, every refusal.

An act's entry is written in the act's own transaction, just before its commit: neither is there
without the other. A refused act left nothing behind, so its entry has a transaction of its own.
"""

import logging
from contextlib import asynccontextmanager
from typing import Any, Final

from anyio import to_thread
from fastapi import Request
from sqlalchemy import insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gisgrid.identity.actors import Actor
from gisgrid.identity.audit_tables import AuditEntry
from gisgrid.identity.cookies import browser_of
from gisgrid.kernel import clock
from gisgrid.kernel.db import seat
from gisgrid.kernel.limits import REFUSALS_BY_ADDRESS, TooManyRequests, limit_address

log = logging.getLogger("gisgrid.audit")
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
DOWNLOAD: Final[dict[str, Any]] = {"x-audited": True}
"""Declares a route (`openapi_extra`) that only reads, but whose every use is audited."""
UNAUDITED: Final[dict[str, Any]] = {"x-audited": False}
"""Declares a route that is said many times an hour, changes nobody's business, and may not outlast
what it says: the audit would keep for months what is forgotten within days."""
CHAINED_ELSEWHERE: Final = frozenset({"/api/reports"})
"""The busiest address: each report is the first link of its own case's chain."""
LONGEST: Final = 200


def note(request: Request, **known: object) -> None:
    """Add to the entry of this request what only its route knows: the object, the reason."""
    noted: dict[str, object] = getattr(request.state, "noted", {})
    request.state.noted = {**noted, **known}


def record(request: Request, tx: Session) -> None:
    """Write the entry of an act that is about to be committed."""
    route = request.scope.get("route")
    if not is_audited(request.scope):
        return
    refused = getattr(request.state, "refused_with", None)
    status = refused or getattr(route, "status_code", None) or 200
    tx.execute(insert(AuditEntry), {**entry_of(request, status), **_noted(request)})
    request.state.recorded = True


def is_audited(scope: Scope) -> bool:
    """Tell whether a request belongs into the audit."""
    route = scope.get("route")
    path = getattr(route, "path", None)
    if path is None or path in CHAINED_ELSEWHERE:
        return False
    extra = getattr(route, "openapi_extra", None) or {}
    return bool(extra.get("x-audited", scope["method"] not in SAFE))


def entry_of(request: Request, status: int) -> dict[str, object]:
    """Return what is known of every request."""
    actor: Actor | None = getattr(request.state, "actor", None)
    return {
        "at": clock.now(),
        "person_id": actor.person_id if actor else None,
        "posts": [post.id for post in actor.posts] if actor else [],
        "verb": request.method,
        "operation": request.scope["route"].path,
        "object": _object(request),
        "status": status,
        "address": browser_of(request).ip,
        "request_id": getattr(request.state, "request_id", None),
    }


def _object(request: Request) -> str | None:
    """Return what the address names; a token is a secret and stands nowhere."""
    named = [str(value) for name, value in request.path_params.items() if name != "token"]
    return " ".join(named)[:LONGEST].replace("\0", "") or None


def _noted(request: Request) -> dict[str, object]:
    noted: dict[str, object] = getattr(request.state, "noted", {})
    return noted


class Refusals:
    """Records what was refused: nothing of it was committed, so nothing else tells of it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Watch one request for its answer's status."""

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_refusal(scope, message["status"]):
                await _record_refusal(Request(scope), message["status"])
            await send(message)

        await self._app(scope, receive, answer if scope["type"] == "http" else send)


def _is_refusal(scope: Scope, status: int) -> bool:
    """Tell whether an answer is a refusal that is not recorded yet.

    Whoever asks too often (429) is not written down each time: that would be their lever.
    """
    recorded = scope.get("state", {}).get("recorded", False)
    return 400 <= status < 500 and status != 429 and not recorded and is_audited(scope)


async def _record_refusal(request: Request, status: int) -> None:
    """Write a refusal; without a database it is told to the log, and the answer stays."""
    row = {**entry_of(request, status), **_noted(request), "status": status}
    if row["person_id"] is None and not _is_written_down(request):
        return
    try:
        async with asynccontextmanager(seat)(request):
            await to_thread.run_sync(_write, request, row)
    except SQLAlchemyError as failure:
        log.warning("a refusal is not in the audit: %s", type(failure).__name__)


def _is_written_down(request: Request) -> bool:
    """Tell whether one more refusal of an unknown caller is: else a stranger fills the audit."""
    try:
        limit_address(request, REFUSALS_BY_ADDRESS)
    except TooManyRequests:
        return False
    return True


def _write(request: Request, row: dict[str, object]) -> None:
    with request.app.state.sessions.begin() as tx:
        tx.execute(insert(AuditEntry), row)
