"""HTTP of the map service: tiles, the catalogue, the style, and the built web app."""

import gzip
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Header, Query, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

from gisgrid import grid
from gisgrid.identity import Maybe, Signed, token_of
from gisgrid.kernel.db import Tx
from gisgrid.kernel.folders import folder
from gisgrid.maps import service
from gisgrid.maps.backdrop import backdrop
from gisgrid.maps.basemap_routes import Ground
from gisgrid.maps.basemap_routes import router as basemaps
from gisgrid.maps.catalogue import Theme
from gisgrid.maps.editions import router as editions
from gisgrid.maps.frontend import Frontend
from gisgrid.maps.here import who_is_here
from gisgrid.maps.layer_parts import Lang
from gisgrid.maps.leaders import AreaLeaderOut, leaders_now
from gisgrid.maps.live import Live, stream
from gisgrid.maps.renewing import RENEWED
from gisgrid.maps.rules import Tile, etag, matches
from gisgrid.maps.schemas import HereIn, HereOut, LayerOut
from gisgrid.maps.search_routes import router as searching
from gisgrid.maps.style import style_document
from gisgrid.maps.switching import router as switching
from gisgrid.maps.switching import switched_on

router = APIRouter(tags=["map"])
ROUTERS = (router, editions, basemaps, switching, searching)

MVT = "application/vnd.mapbox-vector-tile"
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "private, no-cache"
Held = Annotated[str | None, Header(alias="If-None-Match")]
LastSeen = Annotated[str | None, Header(alias="Last-Event-ID", max_length=60)]
NO_BUFFER = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
Encodings = Annotated[str, Header(alias="Accept-Encoding")]


def tile_in_path(z: int, x: int, y: int) -> Tile:
    """Read a tile's place from the address."""
    return Tile(z, x, y)


@router.get("/tiles/{layer}/{z}/{x}/{y}.mvt", response_class=Response, dependencies=RENEWED)
def live_tile(
    tx: Tx,
    actor: Maybe,
    layer: str,
    tile: Annotated[Tile, Depends(tile_in_path)],
    held: Held = None,
) -> Response:
    """Cut a tile of a live layer; its ETag is the tile's own content, so it is never stale."""
    content = service.live_tile(tx, layer, tile, service.reader(tx, actor))
    return answer(content, MVT, held)


@router.get("/tiles/{edition}/grid/{z}/{x}/{y}.mvt", response_class=Response)
def boundary_tile(
    tx: Tx,
    edition: int,
    tile: Annotated[Tile, Depends(tile_in_path)],
    encodings: Encodings = "",
) -> Response:
    """Give the borders, areas and names of one edition, which never change."""
    packed = service.boundary_tile(tx, edition, tile)
    headers = {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding"}
    if "gzip" in encodings:
        return Response(packed, headers=headers | {"Content-Encoding": "gzip"}, media_type=MVT)
    return Response(gzip.decompress(packed), headers=headers, media_type=MVT)


@router.get("/api/here")
def here(tx: Tx, asked: Annotated[HereIn, Query()]) -> HereOut:
    """Say who answers at a place: its areas, grid leader and station, and how near a border is."""
    return HereOut.model_validate(who_is_here(tx, *asked.point(), asked.accuracy_m))


@router.get("/api/leaders")
def leaders(tx: Tx, _: Signed) -> list[AreaLeaderOut]:
    """List who leads each area now, for phones that name both sides of a border offline."""
    return leaders_now(tx)


@router.get("/api/layers", dependencies=RENEWED)
def layers(tx: Tx, actor: Maybe) -> list[LayerOut]:
    """List the layers that the caller may see: titles, fields, legends and zooms."""
    shown = switched_on(tx, service.layers_for(service.reader(tx, actor)))
    return [LayerOut.of(layer) for layer in shown]


@router.get("/api/live", response_class=StreamingResponse)
async def live(request: Request, _: Signed, last: LastSeen = None) -> Response:
    """Tell as server-sent events what is committed, within the reader's scope of the moment.

    `change` names cases with their versions, cases whose orders changed, layers, a new edition
    and whether there are notices; `here` who looks at a case; `again` that something was missed;
    `beat` that all is quiet; `bye` that the session is over. Without a database to listen to: 204.
    """
    hub: Live | None = request.app.state.live
    token = token_of(request)
    if hub is None or token is None:
        return Response(status_code=204)
    events = stream(hub, hub.join(token, last))
    return StreamingResponse(events, headers=NO_BUFFER, media_type="text/event-stream")


@router.get("/api/live/public", response_class=StreamingResponse)
async def live_public(request: Request) -> Response:
    """Tell everybody's maps as server-sent events of a new edition and of layers for everybody.

    `change` names an edition or layers, `again` says that something was missed, `beat` that all is
    quiet. Where there are as many streams as may be, or no database to listen to: 204.
    """
    hub: Live | None = request.app.state.live
    client = None if hub is None else hub.join_public()
    if hub is None or client is None:
        return Response(status_code=204)
    return StreamingResponse(stream(hub, client), headers=NO_BUFFER, media_type="text/event-stream")


@router.get("/style.json", response_class=JSONResponse, dependencies=RENEWED)
def style(
    tx: Tx,
    actor: Maybe,
    ground: Ground,
    held: Held = None,
    theme: Annotated[Theme, Query(description="light or dark")] = "light",
    lang: Annotated[Lang, Query(description="zh or en: the language of the labels")] = "zh",
) -> Response:
    """Compose the map's style from the base and from every layer that the caller may see."""
    edition = grid.current_edition(tx).id
    shown = switched_on(tx, service.layers_for(service.reader(tx, actor)))
    box = service.box_of_edition(tx, edition)
    document = style_document(shown, edition, box, theme=theme, lang=lang, ground=ground)
    return answer(JSONResponse(document).body, "application/json", held)


class GeoJson(JSONResponse):
    """Features as GeoJSON (RFC 7946)."""

    media_type = "application/geo+json"


@router.get("/backdrop.geojson", response_class=GeoJson)
def backdrop_features(request: Request, held: Held = None) -> Response:
    """Give the quiet ground under the map: water, woods and roads of the district's folder."""
    return answer(backdrop(request.app.state.settings.district), "application/geo+json", held)


def answer(content: "bytes | memoryview[int]", media_type: str, held: str | None) -> Response:
    """Send content under the name of its own bytes, or say that the caller holds it already.

    It is cut for who asks before it is named: another reader's name confirms nothing but the same
    bytes, and no cache gives one reader's answer to another.
    """
    content = bytes(content)
    headers = {"Cache-Control": ASK_AGAIN, "Vary": "Cookie, Authorization", "ETag": etag(content)}
    if matches(held, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=media_type)


def mount_frontend(app: FastAPI) -> None:
    """Serve the built web app at every address that nothing else answers."""
    embedders = app.state.settings.embedders
    hosts = set[str]().union(*(one.origins() for one in app.state.basemaps.values()))
    built = Frontend(folder("frontend/dist"), embedders, tuple(sorted(hosts)))
    app.mount("/", built, name="frontend")
