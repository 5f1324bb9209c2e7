"""HTTP of the search box: one question over everything that can be opened."""

from typing import Annotated, Self

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from gisgrid.identity import Maybe
from gisgrid.kernel import datum
from gisgrid.kernel.db import Tx
from gisgrid.maps.layer_parts import Lang
from gisgrid.maps.searching import Answer, Kind, Question, kinds_for, search

router = APIRouter(tags=["map"])
Said = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=r"^[^\x00]+$"),
]


class SearchIn(BaseModel):
    """What somebody typed, and near which place they look."""

    model_config = ConfigDict(extra="forbid")

    q: Said
    kinds: str | None = Field(
        None, max_length=40, description="place, case, asset, person; separated by commas"
    )
    limit: int = Field(5, ge=1, le=20, description="of each kind")
    lon: float | None = None
    lat: float | None = None
    lang: Lang = "zh"

    @model_validator(mode="after")
    def _a_whole_place(self) -> Self:
        if (self.lon is None) != (self.lat is None):
            raise ValueError("lon 和 lat 须同时给出 · give both or neither")
        return self

    def question(self) -> Question:
        """Return the question; refuse a place that is none."""
        near = None
        if self.lon is not None and self.lat is not None:
            datum.check(self.lon, self.lat)
            near = self.lon, self.lat
        return Question(self.q, self.limit, self.lang, near)


class FoundOut(BaseModel):
    """One thing that was found."""

    kind: Kind
    id: str = Field(description="of a case its number, of a person the code")
    title: str
    subtitle: str
    lon: float | None
    lat: float | None
    phone: str | None = Field(description="as the lists of people show it to the reader")
    opens: str | None = Field(description="the address of the whole of it")

    @classmethod
    def of(cls, one: Answer) -> Self:
        """Describe what was found."""
        lon, lat = one.point or (None, None)
        return cls(
            kind=one.kind,
            id=one.id,
            title=one.title,
            subtitle=one.subtitle,
            lon=lon,
            lat=lat,
            phone=one.phone,
            opens=one.opens,
        )


@router.get("/api/search")
def find(tx: Tx, actor: Maybe, asked: Annotated[SearchIn, Query()]) -> list[FoundOut]:
    """Search places, and for staff cases, assets and people, each within the reader's scope.

    Kind by kind, the best of each first. A number may be given by its front or its end.
    """
    kinds = kinds_for(actor, asked.kinds)
    return [FoundOut.of(one) for one in search(tx, asked.question(), actor, kinds)]
