"""Pages of features before FastAPI: the routes' own question and SQL, prepared once.

Nearly all that a page costs PostgreSQL is the planning: months, policies, the layer's function.
Who sees everything and names no box gets a plan that was made before; a narrow scope or a box is
planned for itself, for there the right plan depends on it.
"""

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import BigInteger, Float, Text, bindparam, func
from sqlalchemy.dialects.postgresql import JSONB
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from gisgrid.kernel import clock
from gisgrid.kernel.errors import NotFound
from gisgrid.maps import service
from gisgrid.maps.catalogue import Layer, catalogue
from gisgrid.maps.ogc.asking import Bounds, Question, question
from gisgrid.maps.ogc.crs import CRS84
from gisgrid.maps.ogc.documents import GEOJSON
from gisgrid.maps.ogc.pages import OURS, address_of, page_of
from gisgrid.maps.ogc.queries import Source, Sql, beyond, fixed, inside, touching, world
from gisgrid.maps.path.asgi import LONG_WAY, Seen, headers_of
from gisgrid.maps.path.callers import caller_in
from gisgrid.maps.path.desk import Desk
from gisgrid.maps.path.packed import Headers, length_of, start
from gisgrid.maps.queries import INSTALLS, PLAIN

ITEMS: Final = re.compile(r"/ogc/collections/([a-z_][a-z0-9_]*)/items", re.ASCII)
ROUTE: Final = "/ogc/collections/{collection}/items"
USUAL: Final = frozenset({"f", "limit", "bbox", "after"})
EDGES: Final = ("west", "south", "east", "north")
MANY: Final = 256
SEEING: Final = """
    SELECT set_config('gisgrid.scope', %s, true), set_config('plan_cache_mode', %s, true),
           set_config('max_parallel_workers_per_gather', '0', true),
           set_config('cpu_operator_cost', '0.0001', true)
"""
"""Whose rows are seen, and how it is planned. PostGIS calls its functions dear, which they are not
for points: believing it, PostgreSQL would rather sort all of a box than read on to ten of it."""
SAID: Final[Headers] = [
    (b"content-type", GEOJSON.encode()),
    *((name.lower().encode(), value.encode()) for name, value in OURS.items()),
    (b"content-crs", f"<{CRS84.uri}>".encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a statement is made for; everything else about a page is a parameter."""

    layer: str
    installs: int
    """A layer that is installed anew may have other fields."""
    limit: int
    bounded: bool
    following: bool

    def sql(self) -> str:
        """Write the routes' own statement for psycopg, with parameters for what changes."""
        layer = catalogue().get(self.layer)
        if layer is None:
            raise NotFound(f"the layer {self.layer} was taken away")
        source = Source(layer, {}, bindparam("wanted", None, JSONB))
        edges = [bindparam(edge, 0.0, Float) for edge in EDGES]
        box = func.ST_MakeEnvelope(*edges, fixed(4326))
        window: Sql = func.ST_Transform(box, fixed(3857)) if self.bounded else world()
        found = source.rows(window, CRS84)
        if self.bounded:
            found = found.where(inside(*edges) if layer.geometry == "point" else touching(box))
        if self.following:
            last = bindparam("feature", 0, BigInteger), bindparam("part", "", Text)
            found = found.where(beyond(source, *last))
        whole = found.limit(fixed(self.limit + 1))
        return str(whole.compile(dialect=PLAIN, compile_kwargs={"render_postcompile": True}))


class FeaturePath:
    """Answers for plain pages of features; everything else is the application's."""

    def __init__(self, app: ASGIApp, desk: Desk, seen: Seen) -> None:
        self._app, self._desk, self._seen = app, desk, seen
        self._statements: dict[Shape, str] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        began = time.monotonic()
        named = ITEMS.fullmatch(scope["path"]) if scope["type"] == "http" else None
        try:
            body = await self._page(scope, named[1]) if named else None
        except LONG_WAY:
            body = None
        if body is None:
            await self._app(scope, receive, send)
            return
        await send(start(200, [*SAID, length_of(body)]))
        await send({"type": "http.response.body", "body": body})
        self._seen(ROUTE, 200, time.monotonic() - began)

    async def _page(self, scope: Scope, name: str) -> bytes | None:
        """Return a page; None where the long way must answer."""
        layer, headers, request = catalogue().get(name), headers_of(scope), Request(scope)
        said = usual(request)
        if layer is None or said is None or headers is None or scope["method"] != "GET":
            return None
        asked, caller = question(layer, said), caller_in(scope, headers)
        if caller is None or not is_plain(asked.bounds):
            return None
        looks = await self._desk.looks(request, layer, caller)
        if looks is None:
            return None
        now, edition, who = looks
        told = service.told_of(layer, who, edition, clock.now())
        bounded, following = asked.bounds is not None, asked.after is not None
        installs = now.version([INSTALLS])
        shape = Shape(layer.id, installs, asked.limit, bounded, following)
        plan = plan_for(layer, who, asked)
        found = await self._desk.work(self._found, shape, asked, told, plan)
        here = address_of(str(request.base_url), layer.id)
        return page_of(here, said, found, asked.limit).encode()

    def _found(self, shape: Shape, asked: Question, told: str, plan: str) -> Sequence[Any]:
        feature, part = asked.after or (0, "")
        values = {"wanted": told, "feature": feature, "part": part}
        values |= zip(EDGES, asked.bounds or (), strict=False)
        with self._desk.snapshots.one() as connection:
            connection.execute(SEEING, (told, plan))
            return connection.execute(self._statement(shape), values).fetchall()

    def _statement(self, shape: Shape) -> str:
        """Return a statement, written once; as many are kept as connections keep prepared."""
        found = self._statements.get(shape)
        if found is None:
            if len(self._statements) >= MANY:
                self._statements.clear()
            found = self._statements.setdefault(shape, shape.sql())
        return found


def usual(request: Request) -> Mapping[str, str] | None:
    """Return what a query says where it says nothing unusual, and nothing twice."""
    said = request.query_params.multi_items()
    names = {name for name, _ in said}
    return dict(said) if len(names) == len(said) and names <= USUAL else None


def plan_for(layer: Layer, who: service.Reader, asked: Question) -> str:
    """Say whether a plan made before will do; the right one may depend on the values."""
    sees_all = layer.scoped is None or who.cases.everything
    return "force_generic_plan" if sees_all and asked.bounds is None else "force_custom_plan"


def is_plain(bounds: Bounds | None) -> bool:
    """Tell whether bounds are one box on the map: none over the date line or beyond the edge."""
    if bounds is None:
        return True
    west, south, east, north = bounds
    return -180 <= west <= east <= 180 and -85 <= south <= north <= 85
