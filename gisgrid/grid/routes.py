"""HTTP of the grid: who holds a point, the edition in force, areas."""

import gzip
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response
from pydantic import ValidationError

from gisgrid.grid import queries
from gisgrid.grid.asking import Asking
from gisgrid.grid.index_file import IndexOut, index_of
from gisgrid.grid.schemas import AreaDetailOut, AreaOut, EditionOut, LocateIn, LocateOut
from gisgrid.grid.service.books import (
    NoArea,
    NoEdition,
    book,
    children,
    current_edition,
    edition_numbered,
)
from gisgrid.grid.service.locating import locate_in
from gisgrid.kernel.datum import to_wgs84
from gisgrid.kernel.db import Tx
from gisgrid.kernel.moments import Moment
from gisgrid.kernel.quick import quick

PLAIN = (["lon", "lat"], ["lon", "lat", "datum"])
"""The questions that need neither a time nor a size of the place."""
FOR_EVER = "public, max-age=31536000, immutable"
router = APIRouter(prefix="/api/grid", tags=["grid"])


def locate(tx: Tx, asked: Annotated[LocateIn, Query()]) -> LocateOut:
    """Say which areas hold a point, how far the nearest border is, and who is across."""
    lon, lat = to_wgs84(asked.lon, asked.lat, asked.datum)
    found = book(tx, current_edition(tx, asked.as_of))
    return LocateOut.of(found, locate_in(found, lon, lat, reach=asked.reach()), lon, lat)


async def locate_quickly(request: Request) -> Response | None:
    """Answer for a point alone, by the edition in force."""
    said = request.query_params.multi_items()
    if [name for name, _ in said] not in PLAIN:
        return None
    try:
        asked = LocateIn.model_validate(dict(said))
    except ValidationError:
        return None
    lon, lat = to_wgs84(asked.lon, asked.lat, asked.datum)
    found = await asking_of(request).book()
    answer = LocateOut.of(found, locate_in(found, lon, lat), lon, lat)
    return Response(answer.model_dump_json(), media_type="application/json")


def asking_of(request: Request) -> Asking:
    """Return where the application asks for the edition in force."""
    state = request.app.state
    if not hasattr(state, "asking"):
        state.asking = Asking(state.sessions)
    found: Asking = state.asking
    return found


router.add_api_route("/locate", locate, route_class_override=quick(locate_quickly))


@router.get("/edition", response_model=EditionOut)
def edition(tx: Tx, request: Request, response: Response) -> EditionOut | Response:
    """Return the edition in force; its tag changes with it."""
    current = current_edition(tx)
    headers = {"ETag": f'"{current.id}-{current.stamp}"', "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    response.headers.update(headers)
    return EditionOut.of(book(tx, current), queries.level_rows(tx))


@router.get("/editions/{edition}/index", response_model=IndexOut)
def index_file(
    tx: Tx, edition: int, encodings: Annotated[str, Header(alias="Accept-Encoding")] = ""
) -> Response:
    """Return the index file of a published edition, which never changes: locate without asking."""
    found = edition_numbered(tx, edition)
    if found.valid_from is None:
        raise NoEdition(f"网格版本 {edition} 尚未发布 · this edition is not published.")
    content = index_of(book(tx, found)).model_dump_json().encode()
    headers = {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding"}
    if "gzip" in encodings:
        content, headers = gzip.compress(content, 6), headers | {"Content-Encoding": "gzip"}
    return Response(content, headers=headers, media_type="application/json")


@router.get("/areas")
def areas(
    tx: Tx,
    level: str | None = None,
    parent: int | None = None,
    as_of: Moment | None = None,
) -> list[AreaOut]:
    """List the areas of a level, or those below an area; neither gives all of them."""
    current = current_edition(tx, as_of)
    rows = queries.shape_rows(tx, current.id, level=level, parent=parent)
    return [AreaOut(**{k: v for k, v in row.items() if k != "geometry"}) for row in rows]


@router.get("/areas/{area_id}")
def area(tx: Tx, area_id: int, as_of: Moment | None = None) -> AreaDetailOut:
    """Return one area with its shape and its relatives."""
    found = book(tx, current_edition(tx, as_of))
    rows = queries.shape_rows(tx, found.edition.id, area=area_id)
    if not rows:
        raise NoArea(f"网格版本 {found.edition.name} 中没有单元 {area_id} · no such area.")
    above = [found.refs[one] for one in found.paths[area_id][:-1]]
    return AreaDetailOut.read(rows[0], above, children(tx, area_id, as_of))
