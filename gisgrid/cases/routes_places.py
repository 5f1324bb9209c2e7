"""HTTP of the places of cases: a map of those that a list names."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from gisgrid.cases.service.places import places
from gisgrid.identity import Signed
from gisgrid.kernel.db import Tx

router = APIRouter(prefix="/api", tags=["cases"])
Number = Annotated[str, Field(max_length=40, pattern=r"^[0-9-]+$")]


class NumbersIn(BaseModel):
    """The cases to find."""

    numbers: list[Number] = Field(max_length=2000)


class CasePlaceOut(BaseModel):
    """Where a case is, in degrees (WGS 84)."""

    model_config = ConfigDict(from_attributes=True)

    number: str
    lon: float
    lat: float


@router.post("/cases/places")
def find_places(said: NumbersIn, tx: Tx, actor: Signed) -> list[CasePlaceOut]:
    """Say where cases are; what one may not see, and what has no place, is left out."""
    return [CasePlaceOut.model_validate(one) for one in places(tx, said.numbers, actor)]
