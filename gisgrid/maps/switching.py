"""Layers that the deployment does without: in no list and no style, for anybody."""

from collections.abc import Sequence
from http import HTTPStatus

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from gisgrid.identity import Signed, require
from gisgrid.kernel import clock
from gisgrid.kernel.db import Tx
from gisgrid.kernel.errors import NotFound
from gisgrid.maps.catalogue import Layer, catalogue
from gisgrid.maps.layer_parts import Words
from gisgrid.maps.renewing import RENEWED
from gisgrid.maps.tables import LayerOff

router = APIRouter(prefix="/api/layers", tags=["administration"], dependencies=RENEWED)


class SwitchOut(BaseModel):
    """A layer of the deployment, and whether the map has it."""

    id: str
    title: Words
    group: Words
    zoom: tuple[int, int]
    public: bool
    on: bool


class SwitchIn(BaseModel):
    """Whether the map has the layer from now on."""

    on: bool


def switched_off(tx: Session) -> frozenset[str]:
    """Return the layers that the deployment does without."""
    return frozenset(tx.scalars(select(LayerOff.layer)))


def switched_on(tx: Session, layers: Sequence[Layer]) -> list[Layer]:
    """Leave out the layers that the deployment does without."""
    off = switched_off(tx)
    return [layer for layer in layers if layer.id not in off]


@router.get("/switches")
def switches(tx: Tx, actor: Signed) -> list[SwitchOut]:
    """List every layer there is, and whether the map has it."""
    require(actor, "layers.write")
    off = switched_off(tx)
    return [
        SwitchOut(
            id=one.id,
            title=one.title,
            group=one.group,
            zoom=one.zoom,
            public=one.audience.public,
            on=one.id not in off,
        )
        for one in catalogue().values()
    ]


@router.put("/{layer}/switch", status_code=HTTPStatus.NO_CONTENT)
def switch(layer: str, said: SwitchIn, tx: Tx, actor: Signed) -> None:
    """Switch a layer on or off for everybody."""
    require(actor, "layers.write")
    if layer not in catalogue():
        raise NotFound(f"没有图层 {layer} · there is no such layer.")
    tx.execute(delete(LayerOff).where(LayerOff.layer == layer))
    if not said.on:
        row = {"layer": layer, "person_id": actor.person_id, "at": clock.now()}
        tx.execute(insert(LayerOff).values(row))
