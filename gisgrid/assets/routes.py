"""HTTP of the assets and of the names of places."""

from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy.orm import Session

from gisgrid import grid
from gisgrid.assets import queries, readings
from gisgrid.assets.queries import Row
from gisgrid.assets.schemas import (
    AssetDetailOut,
    AssetKindOut,
    AssetOut,
    PlaceOut,
    box,
    shares,
)
from gisgrid.assets.schemas_readings import ReadingsIn, ReadingsOut
from gisgrid.assets.service.finding import find_place
from gisgrid.assets.service.sight import sight
from gisgrid.identity import Actor, Signed, require
from gisgrid.kernel.db import Tx
from gisgrid.kernel.errors import NotFound

router = APIRouter(prefix="/api", tags=["assets"])


class NoAsset(NotFound):
    """There is no such asset."""

    title = "No such asset"


@router.get("/places")
def places(
    tx: Tx,
    text: Annotated[str, Query(min_length=1, max_length=200)],
    limit: Annotated[int, Query(ge=1, le=20)] = 5,
) -> list[PlaceOut]:
    """Rank the places that a text may mean, each with its score."""
    return [PlaceOut.of(one) for one in find_place(tx, text, limit)]


@router.get("/assets")
def assets(
    tx: Tx,
    actor: Signed,
    kind: str | None = None,
    bbox: Annotated[str | None, Query(description="west,south,east,north")] = None,
    limit: Annotated[int, Query(ge=1, le=5000)] = 1000,
) -> list[AssetOut]:
    """List assets of a kind, in a box, by code, below the areas of the reader's posts."""
    require(actor, "asset.see")
    edition, seen = grid.current_edition(tx).id, sight(tx, actor).told()
    rows = queries.listed(tx, kind=kind, edition=edition, limit=limit, **box(bbox), **seen)
    return [AssetOut.read(row) for row in rows]


@router.get("/assets/kinds")
def asset_kinds(tx: Tx, actor: Signed) -> list[AssetKindOut]:
    """List the kinds of assets."""
    require(actor, "asset.see")
    return [AssetKindOut(**row) for row in queries.kinds(tx)]


@router.get("/assets/{asset_id}")
def asset(tx: Tx, actor: Signed, asset_id: int) -> AssetDetailOut:
    """Return one asset with the leaves it touches."""
    require(actor, "asset.see")
    edition = grid.current_edition(tx).id
    row = _in_sight(tx, actor, asset_id, edition)
    touched = queries.areas_of(tx, asset_id, edition)
    names = grid.area_refs(tx, [one["area_id"] for one in touched])
    return AssetDetailOut.read(row, areas=shares(touched, names))


@router.get("/assets/{asset_id}/readings")
def asset_readings(
    tx: Tx, actor: Signed, asset_id: int, asked: Annotated[ReadingsIn, Query()]
) -> ReadingsOut:
    """Return what an asset's gauge told in a span, the first first.

    Where there is more than `most`, the lowest and the highest of every part of the span are given,
    so that no flood is lost between two points. An asset without a gauge has told nothing.
    """
    require(actor, "asset.see")
    row = _in_sight(tx, actor, asset_id, grid.current_edition(tx).id)
    span = asked.span()
    return ReadingsOut.of(row, span, readings.history(tx, asset_id, span, asked.most))


def _in_sight(tx: Session, actor: Actor, asset_id: int, edition: int) -> Row:
    """Return an asset that the reader may see.

    Raises:
        NoAsset: there is none, or it lies elsewhere.
    """
    rows = queries.listed(tx, id=asset_id, edition=edition, limit=1, **sight(tx, actor).told())
    if not rows:
        raise NoAsset(f"没有部件 {asset_id}，或者它不在您的辖区内 · there is no such asset.")
    return rows[0]
