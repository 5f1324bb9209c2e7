"""HTTP of the base maps: which there are, and a PMTiles file of the operator's own."""

from typing import Annotated, Final, Self

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import FileResponse
from pydantic import BaseModel

from gisgrid.kernel.errors import NotFound
from gisgrid.maps.archive import MEDIA_TYPE
from gisgrid.maps.basemaps import Basemap
from gisgrid.maps.layer_parts import Words

router = APIRouter(tags=["map"])
OURS: Final = "own"
OWN: Final = Words(zh="本地底图", en="Own backdrop")


class BasemapOut(BaseModel):
    """A base map that one may choose."""

    id: str
    title: Words
    attribution: Words | None
    approval: str | None
    """审图号, the map approval number; null for the own backdrop."""

    @classmethod
    def of(cls, one: Basemap) -> Self:
        """Describe a base map."""
        return cls(id=one.id, title=one.title, attribution=one.attribution, approval=one.approval)


def basemaps_of(request: Request) -> dict[str, Basemap]:
    """Return the base maps of the application."""
    found: dict[str, Basemap] = request.app.state.basemaps
    return found


def ground_asked(
    request: Request,
    ground: Annotated[str, Query(max_length=31, description="a base map of /api/basemaps")] = OURS,
) -> Basemap | None:
    """Return the base map that a reader wants; None for the own backdrop."""
    if ground == OURS:
        return None
    found = basemaps_of(request).get(ground)
    if found is None:
        raise NotFound(f"没有底图 {ground} · there is no such base map; /api/basemaps lists them.")
    return found


Ground = Annotated[Basemap | None, Depends(ground_asked)]


@router.get("/api/basemaps")
def basemaps(request: Request) -> list[BasemapOut]:
    """List the base maps, the own backdrop first: it asks no other host and is the usual one."""
    own = BasemapOut(id=OURS, title=OWN, attribution=None, approval=None)
    return [own, *map(BasemapOut.of, basemaps_of(request).values())]


@router.get("/tiles/ground/{basemap}.pmtiles", response_class=FileResponse)
def basemap_file(request: Request, basemap: str) -> FileResponse:
    """Give the PMTiles file of a base map, or a range of it."""
    found = basemaps_of(request).get(basemap)
    if found is None or found.file is None:
        raise NotFound(f"没有底图文件 {basemap} · there is no such base map with a file.")
    return FileResponse(
        found.file, media_type=MEDIA_TYPE, headers={"Cache-Control": "public, max-age=3600"}
    )
