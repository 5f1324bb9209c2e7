"""The HTTP application: the one place that knows every slice."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from sqlalchemy.orm import Session, sessionmaker
from starlette.types import Lifespan

from gisgrid import reactions
from gisgrid.assets.routes import router as assets
from gisgrid.cases.routes import router as cases
from gisgrid.dispatch.routes import router as dispatch
from gisgrid.duties.routes import router as duties
from gisgrid.edge import guard
from gisgrid.files.routes import router as files
from gisgrid.grid.routes import router as grid
from gisgrid.identity.audit_routes import router as audit
from gisgrid.identity.routes import router as identity
from gisgrid.identity.trail import Refusals, record
from gisgrid.kernel import logs
from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.kernel.settings import Settings, settings
from gisgrid.maps.routes import mount_frontend
from gisgrid.maps.routes import router as maps
from gisgrid.notices.routes import router as notices

ROUTERS = (grid, cases, identity, audit, files, notices, assets, duties, dispatch, maps)
"""The busiest first: an address is sought from the front."""


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
    app.state.conclude = record
    app.add_middleware(Refusals)
    for router in ROUTERS:
        app.include_router(router)
    guard(app, chosen)
    mount_frontend(app)
    return app


def production() -> FastAPI:
    """Build the application from the environment (uvicorn --factory gisgrid.web:production)."""
    chosen = settings()
    if not (chosen.demo or chosen.secret.get_secret_value()):
        raise SystemExit("Set GISGRID_SECRET: outside demo mode it signs the links people follow.")
    logs.set_up(chosen)
    engine = engine_of(chosen.database_url, chosen.threads, chosen.statement_timeout_s)
    return create_app(sessions_of(engine), chosen)


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
