"""HTTP of one's own map keys: made and shown once, listed, ended."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Self

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from gisgrid.identity import map_keys
from gisgrid.identity.access import Signed
from gisgrid.identity.actors import Actor
from gisgrid.identity.map_key_tables import MapKey
from gisgrid.kernel.db import Tx
from gisgrid.kernel.errors import Forbidden
from gisgrid.kernel.words import Line

router = APIRouter(prefix="/api/me/map-keys", tags=["people"])
LONGEST_DAYS = 366


class MapKeyIn(BaseModel):
    """What a key is for, and for how long."""

    name: Line = Field(min_length=1, max_length=80, description="for which program and machine")
    days: int = Field(90, ge=1, le=LONGEST_DAYS)


class MapKeyOut(BaseModel):
    """A key as its owner sees it later: without its words."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    created_at: datetime
    expires_at: datetime
    seen_at: datetime | None


class NewMapKeyOut(MapKeyOut):
    """A new key; its words are shown this once."""

    key: str

    @classmethod
    def of(cls, row: MapKey, words: str) -> Self:
        """Describe a new key."""
        return cls(**MapKeyOut.model_validate(row).model_dump(), key=words)


@router.get("")
def list_map_keys(tx: Tx, actor: Signed) -> list[MapKeyOut]:
    """List one's own map keys."""
    return [MapKeyOut.model_validate(one) for one in map_keys.keys_of(tx, owner(actor))]


@router.post("", status_code=HTTPStatus.CREATED)
def add_map_key(said: MapKeyIn, tx: Tx, actor: Signed) -> NewMapKeyOut:
    """Make a key for QGIS, ArcGIS or GDAL: as bearer, or as the password beside one's login."""
    row, words = map_keys.new_key(tx, owner(actor), said.name, timedelta(days=said.days))
    return NewMapKeyOut.of(row, words)


@router.delete("/{key_id}", status_code=HTTPStatus.NO_CONTENT)
def end_map_key(key_id: int, tx: Tx, actor: Signed) -> None:
    """End one of one's own map keys."""
    map_keys.end_key(tx, owner(actor), key_id)


def owner(actor: Actor) -> int:
    """Return the person whose keys they are.

    Raises:
        Forbidden: no person is signed in.
    """
    if actor.person_id is None:
        raise Forbidden("只有本人可以管理自己的地图密钥。")
    return actor.person_id
