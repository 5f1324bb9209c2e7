"""What the OGC API does: find a collection, ask it for a page or for one feature."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import cast, literal
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from gisgrid.kernel.errors import NotFound
from gisgrid.maps import service
from gisgrid.maps.catalogue import Layer, catalogue
from gisgrid.maps.ogc import queries
from gisgrid.maps.ogc.asking import Question
from gisgrid.maps.ogc.columns import kinds_of
from gisgrid.maps.ogc.crs import Reference
from gisgrid.maps.switching import switched_off


def collection(tx: Session, layer_id: str, who: service.Reader) -> Layer:
    """Return a layer that the reader may see.

    Raises:
        NotFound: there is none of this name, or the reader may not know of it.
    """
    layer = catalogue().get(layer_id)
    if layer is None or not service.shown_to(layer, who) or layer_id in switched_off(tx):
        raise NotFound(f"there is no collection {layer_id}; /ogc/collections lists them")
    return layer


def page(tx: Session, layer: Layer, who: service.Reader, asked: Question) -> Sequence[Any]:
    """Return the features of a page, and one more when there are more."""
    return queries.page(tx, source(tx, layer, who), asked)


def feature(tx: Session, layer: Layer, who: service.Reader, name: str, crs: Reference) -> str:
    """Return one feature as GeoJSON.

    Raises:
        NotFound: there is none of this name, or the reader may not see it.
    """
    number, _, part = name.partition(".")
    found = None
    if number.isascii() and number.isdigit() and len(number) < 19:
        found = queries.one(tx, source(tx, layer, who), (int(number), part), crs)
    if found is None:
        raise NotFound(f"there is no feature {name} in {layer.id}")
    return found


def source(tx: Session, layer: Layer, who: service.Reader) -> queries.Source:
    """Return a layer as this reader sees it now."""
    told = cast(literal(service.wanted(tx, layer, who)), JSONB)
    return queries.Source(layer, kinds_of(tx, layer), told)
