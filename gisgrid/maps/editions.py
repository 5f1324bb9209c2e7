"""Which borders hold now, where their tiles are, and the same tiles as one file for offline."""

from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Header, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from gisgrid import grid
from gisgrid.kernel import clock
from gisgrid.kernel.db import Tx
from gisgrid.kernel.ranges import part_of
from gisgrid.maps import queries, service
from gisgrid.maps.archive import MEDIA_TYPE
from gisgrid.maps.layer_parts import Words
from gisgrid.maps.rules import etag, matches

router = APIRouter(prefix="/tiles", tags=["map"])
FOR_EVER: Final = "public, max-age=31536000, immutable"
PROBLEM: Final = "application/problem+json"
DATUM: Final = Words(
    zh="经纬度为 WGS 84，与 CGCS2000（EPSG:4490）视作一致；不是 GCJ-02",
    en="Longitude and latitude in WGS 84, taken as CGCS2000 (EPSG:4490); not GCJ-02",
)
Held = Annotated[str | None, Header(alias="If-None-Match")]
Wanted = Annotated[str | None, Header(alias="Range", max_length=200)]
OfWhich = Annotated[str | None, Header(alias="If-Range", max_length=200)]


class NextOut(BaseModel):
    """The edition that is published already and takes over later."""

    id: int
    valid_from: datetime


class EditionMapOut(BaseModel):
    """The edition in force as a map needs it; small, and asked for again and again."""

    id: int
    name: str
    valid_from: datetime | None
    tiles: str = Field(description="template of its boundary tiles' addresses; they never change")
    zoom: tuple[int, int] = Field(description="from and to which zoom there are tiles")
    pmtiles: str = Field(description="the same tiles as one file")
    bounds: tuple[float, float, float, float] | None = Field(
        description="west, south, east, north; null for an edition without areas"
    )
    datum: Words
    next: NextOut | None = Field(description="what takes over, and when: ask again then")


@router.get("/edition.json", response_model=EditionMapOut)
def edition_in_force(tx: Tx, held: Held = None) -> Response:
    """Say which edition holds now and where its tiles are; never kept without asking again."""
    now = clock.now()
    current = grid.current_edition(tx, now)
    box = service.box_of_edition(tx, current.id)
    follows = queries.next_edition(tx, now)
    found = EditionMapOut(
        id=current.id,
        name=current.name,
        valid_from=current.valid_from,
        tiles=f"/tiles/{current.id}/grid/{{z}}/{{x}}/{{y}}.mvt",
        zoom=(service.BAKED_ZOOMS.start, service.BAKED_ZOOMS.stop - 1),
        pmtiles=f"/tiles/{current.id}/boundaries.pmtiles",
        bounds=box and (box.west, box.south, box.east, box.north),
        datum=DATUM,
        next=follows and NextOut(id=follows[0], valid_from=follows[1]),
    )
    content = bytes(JSONResponse(found.model_dump(mode="json")).body)
    headers = {"Cache-Control": "no-cache", "ETag": etag(content)}
    if matches(held, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type="application/json")


class Pmtiles(Response):
    """A PMTiles file, or a part of one."""

    media_type = MEDIA_TYPE


@router.get(
    "/{edition}/boundaries.pmtiles",
    response_class=Pmtiles,
    responses={
        206: {"description": "The part that was asked for", "content": {MEDIA_TYPE: {}}},
        416: {
            "description": "The file ends before the part that was asked for",
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/ProblemOut"}}},
        },
    },
)
def boundaries_file(
    tx: Tx, edition: int, wanted: Wanted = None, of_which: OfWhich = None, held: Held = None
) -> Response:
    """Give all boundary tiles of a published edition as one PMTiles file, or a range of it.

    It holds ids, names and levels, nothing else, in the bytes in which the tiles are served.
    """
    size, digest = service.boundaries_file(tx, edition)
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": FOR_EVER,
        "Content-Disposition": f'attachment; filename="boundaries-{edition}.pmtiles"',
        "ETag": f'"{digest}"',
    }
    if matches(held, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    part = part_of(wanted, size) if of_which in {None, headers["ETag"]} else None
    if part is None:
        return Pmtiles(queries.archive_part(tx, edition, 0, size), headers=headers)
    headers["Content-Range"] = part.of(size)
    content = queries.archive_part(tx, edition, part.first, part.length)
    return Pmtiles(content, 206, headers=headers)
