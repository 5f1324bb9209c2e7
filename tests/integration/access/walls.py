"""Ask as the web would, behind both walls: in the scope that PostgreSQL was told; or behind one."""

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.identity import Post
from gisgrid.kernel.settings import Settings
from tests.integration.access.world import World
from tests.walls import FirstWallSession, WebSession, web_sessions_on

WALLED = text("SELECT DISTINCT tablename FROM pg_policies WHERE schemaname = 'public'")


@contextmanager
def as_web(tx: Session) -> Iterator[Session]:
    """Ask within the same transaction as the web would, and undo everything."""
    with tx.connection().begin_nested() as kept:
        with web_sessions_on(tx.connection())() as web:
            yield web
        kept.rollback()


def post_of(role: str, *, station_id: int = 1, area_code: str | None = None) -> Post:
    """Return a post in all classes."""
    return Post(1, "T", role, "", None, station_id, "", area_code, None, (), None)


def client_on(world: World, session: type[WebSession] = WebSession) -> TestClient:
    """Return the application anew; it keeps no tiles."""
    from gisgrid.web import create_app  # noqa: PLC0415 - only tests with a district wait for it

    chosen = Settings(demo=True, tile_cache_mib=0)
    return TestClient(create_app(web_sessions_on(world.connection, session), chosen))


@contextmanager
def first_wall_alone(world: World) -> Iterator[None]:
    """Ask without row policies: only the conditions of our own questions are left."""
    before, world.client = world.client, client_on(world, FirstWallSession)
    with world.client:
        yield
    world.client = before
