"""The HTTP application: the one place that knows every slice."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from sqlalchemy.orm import Session, sessionmaker
from starlette.types import Lifespan

from gisgrid import reactions
from gisgrid.assets.gauges import router as gauges
from gisgrid.assets.routes import router as assets
from gisgrid.bulletins.routes import router as bulletins
from gisgrid.cases import let_see
from gisgrid.cases.routes import ROUTERS as CASES
from gisgrid.dispatch.routes import router as dispatch
from gisgrid.dispatch.routes_calendar import router as working_time
from gisgrid.dispatch.routes_shifts import router as shifts
from gisgrid.duties.routes import router as duties
from gisgrid.duties.routes_overrides import router as overrides
from gisgrid.edge import guard
from gisgrid.files.routes import router as files
from gisgrid.grid.routes import router as grid
from gisgrid.identity.audit_routes import router as audit
from gisgrid.identity.routes import ROUTERS as IDENTITY
from gisgrid.identity.trail import Refusals, record
from gisgrid.identity.verify_routes import router as verifying
from gisgrid.kernel import logs
from gisgrid.kernel.db import bounded_engine_of, seats_of, sessions_of
from gisgrid.kernel.errors import Invalid
from gisgrid.kernel.pauses import spare_what_lives_on
from gisgrid.kernel.settings import Settings, settings
from gisgrid.kernel.signing import require_secrets
from gisgrid.maps import BadBasemaps, BadLayer, Live, Looking, PublicLive, catalogue, read_basemaps
from gisgrid.maps.ogc import router as ogc
from gisgrid.maps.path import Borrowed, Desk, FeaturePath, Pooled, TilePath, Tiles
from gisgrid.maps.routes import ROUTERS as MAPS
from gisgrid.maps.routes import mount_frontend
from gisgrid.notices.routes import router as notices
from gisgrid.patrols.check_in_routes import router as check_ins
from gisgrid.patrols.routes import router as patrols

ROUTERS = (
    grid,
    *CASES,
    *IDENTITY,
    audit,
    verifying,
    files,
    notices,
    assets,
    gauges,
    duties,
    overrides,
    dispatch,
    *MAPS,
    ogc,
    bulletins,
    working_time,
    shifts,
    patrols,
    check_ins,
)
"""The busiest first: an address is sought from the front."""


def create_app(
    sessions: sessionmaker[Session],
    chosen: Settings | None = None,
    snapshots: Pooled | None = None,
) -> FastAPI:
    """Build the application on a source of sessions; tests pass their own.

    Tiles are read from the sessions too where they have no pool of their own.
    """
    chosen = chosen or settings()
    reactions.install()
    app = FastAPI(
        title="gisgrid",
        version="0.1.0",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan_of(chosen.threads, snapshots),
    )
    app.state.sessions = sessions
    app.state.settings = chosen
    app.state.basemaps = read_basemaps(chosen.basemaps)
    app.state.conclude = record
    app.state.let_see = let_see
    app.state.live = live_of(app, sessions, chosen) if chosen.database_url else None
    app.add_middleware(Refusals)
    for router in ROUTERS:
        app.include_router(router)
    guard(app, chosen)
    mount_frontend(app)
    desk = Desk(snapshots or Borrowed(sessions), sessions, chosen)
    app.add_middleware(FeaturePath, desk=desk, seen=app.state.figures.seen)
    # Met before everything else: a tile from memory costs less than any other step.
    app.add_middleware(TilePath, tiles=Tiles(desk, chosen), seen=app.state.figures.seen)
    return app


def production() -> FastAPI:
    """Build the application from the environment (uvicorn --factory gisgrid.web:production)."""
    chosen = settings()
    try:
        require_secrets(chosen)
        read_basemaps(chosen.basemaps)
        catalogue()
    except (Invalid, BadBasemaps, BadLayer) as wrong:
        raise SystemExit(str(wrong)) from None
    logs.set_up(chosen)
    engine = bounded_engine_of(chosen.database_url, chosen.threads, chosen.statement_timeout_s)
    snapshots = Pooled(chosen.database_url, chosen.tile_timeout_s)
    return create_app(sessions_of(engine), chosen, snapshots)


def live_of(app: FastAPI, sessions: sessionmaker[Session], chosen: Settings) -> Live:
    """Build the live stream on the database that is listened to."""
    looking = Looking(sessions, is_demo=chosen.demo)
    public = PublicLive(chosen.public_streams)
    return Live(chosen.database_url, looking, seats_of(app.state), public)


def lifespan_of(threads: int, snapshots: Pooled | None) -> Lifespan[FastAPI]:
    """Make the thread pool as wide as the connection pool, and spare what lives for ever.

    What was imported is never garbage: not looking at it again saves a seventh of the CPU.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = threads
        spare_what_lives_on()
        with snapshots.opened() if snapshots else nullcontext():
            yield
            if app.state.live is not None:
                await app.state.live.close()

    return lifespan
