"""What is answered when something fails: 503 with Retry-After for what may pass, never 2xx.

What passes is known by its SQLSTATE: a lost connection (08), a deadlock or a failed
serialisation (40), a full disk and too many connections (53), a statement that took too long and
a server that stops (57), a failing file system (58), an idle transaction that was ended (25P03).
"""

import errno
from http import HTTPStatus
from typing import Final

import psycopg
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DataError, DBAPIError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from gisgrid.edge.problems import problem
from gisgrid.kernel.errors import Problem

PASSING: Final = ("08", "25P03", "40", "53", "57", "58", "55P03")
FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE})
SOON_S: Final = 2
LOST_BEFORE: Final = "8s2b"
"""SQLAlchemy's code for a connection that was lost earlier in the same transaction."""


def answer_failures(app: FastAPI) -> None:
    """Give every failure its answer."""
    app.add_exception_handler(Problem, answer_problem)
    app.add_exception_handler(RequestValidationError, answer_invalid)
    for unfit in (DataError, psycopg.DataError, UnicodeEncodeError):
        app.add_exception_handler(unfit, answer_unfit)
    app.add_exception_handler(HTTPException, answer_plain)
    for kind in (DBAPIError, psycopg.Error, PoolTimeout, PendingRollbackError, OSError):
        app.add_exception_handler(kind, answer_passing)
    app.add_exception_handler(Exception, answer_broken)


def answer_problem(_: Request, found: Exception) -> JSONResponse:
    """Turn a Problem into its answer; whatever may pass says when to come back."""
    assert isinstance(found, Problem)  # noqa: S101 - registered for this type only
    soon = {"retry_after_s": SOON_S} if found.status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    codes = {**soon, **found.codes}
    return problem(found.status, type(found).__name__, found.title, str(found), **codes)


def answer_invalid(_: Request, found: Exception) -> JSONResponse:
    """Say which fields were not understood, and why."""
    assert isinstance(found, RequestValidationError)  # noqa: S101 - registered for this type only
    wrong = [{"field": ".".join(map(str, e["loc"])), "message": e["msg"]} for e in found.errors()]
    detail = "; ".join(f"{w['field']}: {w['message']}" for w in wrong)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return problem(status, "Invalid", "Please correct what was sent", detail, errors=wrong)


def answer_plain(_: Request, found: Exception) -> JSONResponse:
    """Turn what the framework refuses (no such address, an unreadable body) into a problem."""
    assert isinstance(found, HTTPException)  # noqa: S101 - registered for this type only
    said = HTTPStatus(found.status_code)
    kind = said.phrase.title().replace(" ", "")
    answer = problem(said, kind, said.phrase, str(found.detail))
    answer.headers.update(found.headers or {})
    return answer


def answer_unfit(_: Request, __: Exception) -> JSONResponse:
    """Say that something sent is beyond what can be stored: a number too large, a NUL in words.

    Or half of a surrogate pair, which JSON may write and no encoding holds.
    """
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    said = "A number is too large, or a text holds a character that cannot be stored."
    return problem(status, "Invalid", "Please correct what was sent", said)


def answer_passing(_: Request, found: Exception) -> JSONResponse:
    """Ask to come back when the failure may pass; anything else is our own fault."""
    if not passes(found):
        raise found
    status = HTTPStatus.SERVICE_UNAVAILABLE
    said = "系统暂时繁忙，没有办成，请稍后重试。"
    return problem(status, "Unavailable", "Please try again shortly", said, retry_after_s=SOON_S)


def answer_broken(request: Request, _: Exception) -> JSONResponse:
    """Say that we failed, and under which id the log tells how."""
    known = getattr(request.state, "request_id", "")
    said = f"系统出错，没有办成；请把编号 {known} 告诉管理员。"
    answer = problem(500, "Broken", "Something failed here", said, request_id=known)
    answer.headers["X-Request-ID"] = known
    return answer


def passes(found: Exception) -> bool:
    """Tell whether a failure may pass by itself."""
    if isinstance(found, PoolTimeout):
        return True
    if isinstance(found, PendingRollbackError):
        return found.code == LOST_BEFORE
    if isinstance(found, DBAPIError) and isinstance(found.orig, Exception):
        return found.connection_invalidated or passes(found.orig)
    if isinstance(found, psycopg.Error):
        lost = isinstance(found, psycopg.OperationalError) and not found.sqlstate
        return lost or (found.sqlstate or "").startswith(PASSING)
    return isinstance(found, OSError) and found.errno in FULL
