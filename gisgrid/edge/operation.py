"""What whoever operates the service asks it: does it live, is it ready, how is it doing."""

import hmac
from functools import cache
from importlib.resources import files
from ipaddress import ip_address

from alembic.script import ScriptDirectory
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.edge.figures import Figures
from gisgrid.edge.problems import problem
from gisgrid.kernel.db import Tx
from gisgrid.kernel.errors import Forbidden

router = APIRouter(tags=["operation"])
REVISIONS = text("SELECT version_num FROM alembic_version")
WORKER_SEEN = text("""
    SELECT EXISTS (
        SELECT FROM procrastinate_workers WHERE last_heartbeat > now() - interval '30 seconds')
""")
FORWARDED = ("forwarded", "x-forwarded-for")


@router.get("/health")
async def health() -> dict[str, str]:
    """Answer as long as the program does; whether it can work is asked of /ready."""
    return {"status": "ok"}


@router.get("/ready", responses={503: {"description": "What is missing"}})
def ready(tx: Tx) -> Response:
    """Tell whether work can be done: the database, its shape, and a worker that lives."""
    wanting = [word for word, there in _conditions(tx).items() if not there]
    if not wanting:
        return JSONResponse({"status": "ready"})
    said = f"尚未就绪：{'、'.join(wanting)}"
    return problem(503, "NotReady", "Not ready to work", said, wanting=wanting, retry_after_s=5)


@router.get("/metrics", response_class=Response, responses={403: {"description": "Not for you"}})
def metrics(request: Request, tx: Tx) -> Response:
    """Give the figures of this process and of the queue to Prometheus."""
    if not _may_read(request):
        raise Forbidden("指标只供本机或持令牌者读取。")
    figures: Figures = request.app.state.figures
    return Response(figures.page(tx), media_type=CONTENT_TYPE_LATEST)


def _conditions(tx: Session) -> dict[str, bool]:
    return {
        "migrations": set(tx.scalars(REVISIONS)) == newest_shape(),
        "worker": bool(tx.scalar(WORKER_SEEN)),
    }


@cache
def newest_shape() -> frozenset[str]:
    """Return the revision that this program's database should be at."""
    folder = files("gisgrid").joinpath("migrations")
    return frozenset(ScriptDirectory(str(folder)).get_heads())


def _may_read(request: Request) -> bool:
    """Tell whether somebody shows the token, or asks from this machine and for nobody else."""
    token = request.app.state.settings.metrics_token.get_secret_value()
    shown = request.headers.get("authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(shown.encode(), token.encode()):
        return True
    return _is_loopback(request) and not any(name in request.headers for name in FORWARDED)


def _is_loopback(request: Request) -> bool:
    try:
        return ip_address(request.client.host if request.client else "").is_loopback
    except ValueError:
        return False
