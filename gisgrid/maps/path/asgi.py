"""The tile path as an ASGI program of its own, in front of FastAPI."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import psycopg
from psycopg_pool import PoolTimeout
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from gisgrid.kernel.errors import Problem
from gisgrid.maps.path.callers import caller_in
from gisgrid.maps.path.packed import LIVE, Headers, Packed, start
from gisgrid.maps.path.tiles import Tiles
from gisgrid.maps.rules import Tile

NUMBER = r"(0|[1-9]\d{0,8})"
PLACE = rf"/{NUMBER}/{NUMBER}/{NUMBER}\.mvt"
BAKED: Final = re.compile(rf"/tiles/([1-9]\d{{0,17}})/grid{PLACE}", re.ASCII)
LIVE_ONE: Final = re.compile(rf"/tiles/([a-z_][a-z0-9_]*){PLACE}", re.ASCII)
OGC_ONE: Final = re.compile(
    rf"/ogc/collections/([a-z_][a-z0-9_]*)/tiles/WebMercatorQuad/{NUMBER}/{NUMBER}/{NUMBER}",
    re.ASCII,
)
"""The same tiles for QGIS, ArcGIS and GDAL: the row comes before the column."""
TAG: Final = re.compile(r'"([0-9a-f]{24})\.([0-9a-f]{24})"')
BAKED_ROUTE: Final = "/tiles/{edition}/grid/{z}/{x}/{y}.mvt"
LIVE_ROUTE: Final = "/tiles/{layer}/{z}/{x}/{y}.mvt"
OGC_ROUTE: Final = "/ogc/collections/{collection}/tiles/WebMercatorQuad/{matrix}/{row}/{column}"
LONG_WAY: Final = (Problem, psycopg.Error, PoolTimeout, SQLAlchemyError)
"""What the long way says in its own words."""
Seen = Callable[[str, int, float], None]
"""Told the route, the status and the seconds of every answer: they are counted, not logged."""


class TilePath:
    """Answers for plain tiles; everything else is the application's."""

    def __init__(self, app: ASGIApp, tiles: Tiles, seen: Seen) -> None:
        self._app, self._tiles, self._seen = app, tiles, seen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass it on."""
        began = time.monotonic()
        if scope["type"] != "http" or not is_plain(scope):
            await self._app(scope, receive, send)
            return
        found = self._tiles.kept.get(scope["path"])
        route = BAKED_ROUTE
        if found is None:
            try:
                route, found = await self._found(scope)
            except LONG_WAY:
                found = None
        if found is None:
            await self._app(scope, receive, send)
            return
        await answer(found, scope, send)
        self._seen(route, found.start["status"], time.monotonic() - began)

    async def _found(self, scope: Scope) -> tuple[str, Packed | None]:
        path = scope["path"]
        if named := BAKED.fullmatch(path):
            edition, z, x, y = (int(one) for one in named.groups())
            found = await self._tiles.baked(edition, Tile(z, x, y))
            if found is not None:
                self._tiles.kept.put(path, found, len(found.body))
            return BAKED_ROUTE, found
        if named := LIVE_ONE.fullmatch(path):
            z, x, y = (int(one) for one in named.groups()[1:])
            return LIVE_ROUTE, await self._live(scope, named[1], Tile(z, x, y))
        if named := OGC_ONE.fullmatch(path):
            z, y, x = (int(one) for one in named.groups()[1:])
            return OGC_ROUTE, await self._live(scope, named[1], Tile(z, x, y))
        return LIVE_ROUTE, None

    async def _live(self, scope: Scope, layer: str, tile: Tile) -> Packed | None:
        said = headers_of(scope)
        caller = caller_in(scope, said) if said is not None else None
        if said is None or caller is None:
            return None
        wanted = await self._tiles.wanted(Request(scope), layer, tile, caller)
        if wanted is None:
            return None
        held = tags_of(said.get(b"if-none-match", b"").decode("latin-1"))
        if held is None:
            return None
        if tag := held.by_state.get(wanted.name):
            return unchanged(tag)
        found = await self._tiles.live(wanted)
        tag = held.by_content.get(found.content_name)
        return unchanged(tag) if tag else found


def is_plain(scope: Scope) -> bool:
    """Tell whether a request asks for a tile."""
    path: str = scope["path"]
    if scope["method"] != "GET":
        return False
    ours = path.startswith("/tiles/") and path.endswith(".mvt")
    return ours or (path.startswith("/ogc/") and "/tiles/WebMercatorQuad/" in path)


def headers_of(scope: Scope) -> dict[bytes, bytes] | None:
    """Return a request's headers; None where one is given twice."""
    given: Headers = scope["headers"]
    said = dict(given)
    return said if len(said) == len(given) else None


@dataclass(frozen=True, slots=True)
class Held:
    """The tags that a caller holds, by either half of them."""

    by_state: Mapping[str, str]
    by_content: Mapping[str, str]


def tags_of(if_none_match: str) -> Held | None:
    """Read the tags that a caller holds; None where any would do (`*`)."""
    if if_none_match.strip() == "*":
        return None
    found = list(TAG.finditer(if_none_match))
    return Held({one[1]: one[0] for one in found}, {one[2]: one[0] for one in found})


def unchanged(tag: str) -> Packed:
    """Say that the caller holds it already, under the tag by which they know it."""
    said = [one for one in LIVE if one[0] in {b"cache-control", b"vary"}]
    return Packed(b"", start(304, [*said, (b"etag", tag.encode())]))


async def answer(found: Packed, scope: Scope, send: Send) -> None:
    """Send an answer, to who takes no gzip without it."""
    if found.body and not takes_gzip(scope):
        found = found.plain()
    await send(found.start)
    await send({"type": "http.response.body", "body": found.body})


def takes_gzip(scope: Scope) -> bool:
    """Tell whether a caller takes gzip."""
    return any(name == b"accept-encoding" and b"gzip" in value for name, value in scope["headers"])
