"""The HTTP application: the one place that knows every slice."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy import text
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session, sessionmaker
from starlette.types import Lifespan

from gisgrid import reactions
from gisgrid.assets.routes import router as assets
from gisgrid.cases.routes import router as cases
from gisgrid.dispatch.routes import router as dispatch
from gisgrid.duties.routes import router as duties
from gisgrid.grid.routes import router as grid
from gisgrid.identity.routes import router as identity
from gisgrid.kernel.db import Tx, engine_of, sessions_of
from gisgrid.kernel.errors import Problem
from gisgrid.kernel.settings import Settings, settings
from gisgrid.maps.routes import mount_frontend
from gisgrid.maps.routes import router as maps
from gisgrid.notices.routes import router as notices

ROUTERS = (identity, notices, grid, assets, duties, cases, dispatch, maps)


def create_app(sessions: sessionmaker[Session], chosen: Settings | None = None) -> FastAPI:
    """Build the application on a source of sessions; tests pass their own."""
    chosen = chosen or settings()
    reactions.install()
    app = FastAPI(
        title="gisgrid",
        version="0.1.0",
        docs_url=None,
        redoc_url=None,
        lifespan=as_wide_as(chosen.threads),
    )
    app.state.sessions = sessions
    app.state.settings = chosen
    for router in ROUTERS:
        app.include_router(router)
    app.add_api_route("/health", health, tags=["operation"])
    app.add_exception_handler(Problem, answer_problem)
    app.add_exception_handler(RequestValidationError, answer_invalid)
    app.add_exception_handler(DataError, answer_unfit)
    app.add_exception_handler(OperationalError, answer_busy)
    app.add_exception_handler(PoolTimeout, answer_busy)
    mount_frontend(app)
    return app


def production() -> FastAPI:
    """Build the application from the environment (uvicorn --factory gisgrid.web:production)."""
    chosen = settings()
    if not (chosen.demo or chosen.secret.get_secret_value()):
        raise SystemExit("Set GISGRID_SECRET: outside demo mode it signs the links people follow.")
    return create_app(sessions_of(engine_of(chosen.database_url, chosen.threads)), chosen)


def as_wide_as(threads: int) -> Lifespan[FastAPI]:
    """Make the thread pool as wide as the connection pool, and spare what lives for ever.

    What was imported is never garbage: not looking at it again saves a seventh of the CPU.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = threads
        gc.collect()
        gc.freeze()
        yield

    return lifespan


def health(tx: Tx) -> dict[str, str]:
    """Answer when the program and its database do."""
    tx.execute(text("SELECT 1"))
    return {"status": "ok"}


def problem(status: int, kind: str, title: str, detail: str, /, **codes: object) -> JSONResponse:
    """Write application/problem+json (RFC 9457); a code never hides one of its own members."""
    body = {**codes, "type": kind, "title": title, "status": status, "detail": detail}
    return JSONResponse(body, status, media_type="application/problem+json")


def answer_problem(_: Request, found: Exception) -> JSONResponse:
    """Turn a Problem into its answer."""
    assert isinstance(found, Problem)  # noqa: S101 - registered for this type only
    return problem(found.status, type(found).__name__, found.title, str(found), **found.codes)


def answer_invalid(_: Request, found: Exception) -> JSONResponse:
    """Say which fields were not understood, and why."""
    assert isinstance(found, RequestValidationError)  # noqa: S101 - registered for this type only
    wrong = [{"field": ".".join(map(str, e["loc"])), "message": e["msg"]} for e in found.errors()]
    detail = "; ".join(f"{w['field']}: {w['message']}" for w in wrong)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return problem(status, "Invalid", "Please correct what was sent", detail, errors=wrong)


def answer_unfit(_: Request, __: Exception) -> JSONResponse:
    """Say that something sent is beyond what can be stored: a number too large, a NUL in words."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    said = "A number is too large, or a text holds a character that cannot be stored."
    return problem(status, "Invalid", "Please correct what was sent", said)


def answer_busy(_: Request, __: Exception) -> JSONResponse:
    """Say that the database is out of reach or too busy, never that the work was done."""
    status = HTTPStatus.SERVICE_UNAVAILABLE
    said = "The database did not answer."
    answer = problem(status, "Unavailable", "Please try again shortly", said)
    answer.headers["Retry-After"] = "2"
    return answer
