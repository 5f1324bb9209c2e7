"""What the grid says over HTTP; names are in zh with optional en."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field

from gisgrid.grid.book import AreaRef, GridBook
from gisgrid.grid.locator import Reach
from gisgrid.grid.service.locating import Located
from gisgrid.kernel.datum import Datum
from gisgrid.kernel.moments import Moment
from gisgrid.kernel.settings import settings


class LocateIn(BaseModel):
    """Where, in which datum, and how sure."""

    model_config = ConfigDict(frozen=True)

    lon: float = Field(allow_inf_nan=True, examples=[113.1769])
    lat: float = Field(allow_inf_nan=True, examples=[35.2401])
    datum: Datum = Datum.WGS84
    accuracy_m: Annotated[float | None, Field(gt=0, le=100_000)] = None
    """Radius within which the point really is."""
    major_m: Annotated[float | None, Field(gt=0, le=100_000)] = None
    """Half axes of an ellipse instead of a radius, with the bearing of the longer one."""
    minor_m: Annotated[float | None, Field(gt=0, le=100_000)] = None
    bearing_deg: float = 0.0
    as_of: Moment | None = None

    def reach(self) -> Reach | None:
        """Return where the point may really be."""
        if self.major_m and self.minor_m:
            return Reach(self.major_m, self.minor_m, self.bearing_deg)
        return Reach.disc(self.accuracy_m) if self.accuracy_m else None


class AreaName(BaseModel):
    """An area by its names."""

    id: int
    level: str
    rank: int
    code: str
    name: str
    name_en: str | None
    synthetic: bool

    @classmethod
    def of(cls, ref: AreaRef) -> Self:
        """Return the names of an area."""
        return cls(
            id=ref.id,
            level=ref.level,
            rank=ref.rank,
            code=ref.code,
            name=ref.name,
            name_en=ref.name_en,
            synthetic=ref.synthetic,
        )


class ShareOut(BaseModel):
    """How much of an uncertain place lies in an area; no area is the outside."""

    area: AreaName | None
    share: float


class LocateOut(BaseModel):
    """Who holds a point: the chain of areas from the district to the leaf, and the border."""

    edition_id: int
    edition: str
    lon: float
    lat: float
    chain: list[AreaName]
    """Coarsest first; empty when the point lies outside."""
    leaf: AreaName | None
    on_border: bool
    near: bool
    """Outside, but near enough to be taken by the nearest area."""
    close_to_border: bool
    """So close that both sides of the border should be named."""
    border_m: float | None
    other_side: AreaName | None
    """The leaf across the nearest border; none when that is the outside."""
    shares: list[ShareOut]

    @classmethod
    def of(cls, book: GridBook, located: Located, lon: float, lat: float) -> Self:
        """Return the answer with names."""
        chain = [AreaName.of(book.refs[one]) for one in located.path]
        border = located.border_m
        return cls(
            edition_id=located.edition_id,
            edition=book.edition.name,
            lon=lon,
            lat=lat,
            chain=chain,
            leaf=chain[-1] if chain else None,
            on_border=located.on_border,
            near=located.near,
            close_to_border=border is not None and border <= settings().close_to_border_m,
            border_m=None if border is None else round(border, 2),
            other_side=_named(book, located.other),
            shares=[ShareOut(area=_named(book, a), share=round(s, 4)) for a, s in located.shares],
        )


def _named(book: GridBook, area: int | None) -> AreaName | None:
    return None if area is None else AreaName.of(book.refs[area])


class LevelOut(BaseModel):
    """A level of the grid; rank 0 is the coarsest."""

    code: str
    rank: int
    name: str
    name_en: str | None


class EditionOut(BaseModel):
    """The edition in force and the levels of the grid."""

    id: int
    name: str
    valid_from: datetime | None
    stamp: str
    areas: int
    leaves: int
    synthetic: bool
    """Whether some borders are invented; the screen says so."""
    levels: list[LevelOut]

    @classmethod
    def of(cls, book: GridBook, levels: Sequence[Mapping[str, Any]]) -> Self:
        """Return an edition with the levels that occur in it."""
        used = {ref.level for ref in book.refs.values()}
        return cls(
            id=book.edition.id,
            name=book.edition.name,
            valid_from=book.edition.valid_from,
            stamp=book.edition.stamp,
            areas=len(book.refs),
            leaves=len(book.leaves),
            synthetic=any(ref.synthetic for ref in book.refs.values()),
            levels=[LevelOut(**level) for level in levels if level["code"] in used],
        )


class AreaOut(AreaName):
    """An area as a list shows it."""

    code_list: str
    kind: str | None
    households: int | None
    parent_id: int | None
    is_leaf: bool
    area_m2: float
    bbox: list[float]
    """West, south, east, north."""


class AreaDetailOut(AreaOut):
    """One area with its shape, the areas above it and the areas below it."""

    chain: list[AreaName]
    children: list[AreaName]
    geometry: dict[str, Any]
    """GeoJSON, WGS84."""

    @classmethod
    def read(
        cls, row: Mapping[str, Any], chain: Sequence[AreaRef], children: Sequence[AreaRef]
    ) -> Self:
        """Return an area from its row and relatives."""
        shown = {name: value for name, value in row.items() if name not in ("path", "geometry")}
        return cls(
            **shown,
            chain=[AreaName.of(ref) for ref in chain],
            children=[AreaName.of(ref) for ref in children],
            geometry=json.loads(row["geometry"]),
        )
