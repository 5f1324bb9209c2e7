"""One look-up as it is usually built: FastAPI, a pooled connection, one prepared PostGIS query.

It says which areas cover the point, coarsest first; metres to the border and whose the other
side is, which our answer holds too, are not asked of it.
"""

from typing import Annotated

import psycopg
from fastapi import Depends, FastAPI
from pydantic import BaseModel
from sqlalchemy.orm import Session

from gisgrid.kernel.db import Tx, engine_of, sessions_of
from gisgrid.kernel.settings import settings

COVERING = """
    SELECT a.id, a.level, a.code, s.name, s.name_en
    FROM edition AS e
    JOIN area_shape AS s
      ON s.from_edition <= e.id AND (s.to_edition IS NULL OR s.to_edition > e.id)
    JOIN area AS a ON a.id = s.area_id
    WHERE e.id = (SELECT id FROM edition WHERE status <> 'draft' AND valid_from <= now()
                  ORDER BY valid_from DESC LIMIT 1)
      AND ST_Covers(s.geom, ST_SetSRID(ST_MakePoint(%s, %s), 4326))
    ORDER BY cardinality(s.path)
"""


class Place(BaseModel):
    """Where is asked for."""

    lon: float
    lat: float


class AreaFound(BaseModel):
    """An area that covers the place."""

    id: int
    level: str
    code: str
    name: str
    name_en: str | None


class Found(BaseModel):
    """The areas that cover the place, coarsest first."""

    chain: list[AreaFound]


def driver(tx: Session) -> psycopg.Connection:
    """Return the session's own psycopg connection."""
    connection = tx.connection().connection.driver_connection
    assert isinstance(connection, psycopg.Connection)
    return connection


def production() -> FastAPI:
    """Build the peer on the same database, with the same pool."""
    app = FastAPI()
    app.state.settings = settings()
    app.state.sessions = sessions_of(engine_of(settings().database_url, settings().threads))

    @app.get("/api/grid/locate")
    def locate(tx: Tx, asked: Annotated[Place, Depends()]) -> Found:
        rows = driver(tx).execute(COVERING, (asked.lon, asked.lat), prepare=True).fetchall()
        names = AreaFound.model_fields
        return Found(chain=[AreaFound(**dict(zip(names, row, strict=True))) for row in rows])

    return app
