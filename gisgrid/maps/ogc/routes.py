"""HTTP of the OGC API: what QGIS, ArcGIS and GDAL connect to, in the reader's own scope."""

from json import dumps
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from gisgrid import grid
from gisgrid.identity import Maybe
from gisgrid.kernel.db import Tx
from gisgrid.maps import service as maps
from gisgrid.maps.catalogue import Layer
from gisgrid.maps.layer_parts import Lang
from gisgrid.maps.ogc import documents, service, tile_documents
from gisgrid.maps.ogc.asking import question
from gisgrid.maps.ogc.columns import kinds_of
from gisgrid.maps.ogc.crs import Reference, reference
from gisgrid.maps.ogc.documents import GEOJSON, MVT, Document, link
from gisgrid.maps.ogc.pages import OURS, address_of, page_of
from gisgrid.maps.ogc.problems import BadQuery
from gisgrid.maps.renewing import RENEWED
from gisgrid.maps.rules import Tile
from gisgrid.maps.switching import switched_on

router = APIRouter(prefix="/ogc", tags=["ogc"], dependencies=RENEWED)
Words = Annotated[str | None, Query()]


def root_of(request: Request) -> str:
    """Return the address below which everything of the OGC API lies."""
    return f"{str(request.base_url).rstrip('/')}/ogc"


def reader_of(tx: Tx, actor: Maybe) -> maps.Reader:
    """Tell who looks."""
    return maps.reader(tx, actor)


def lang_of(request: Request) -> Lang:
    """Return the language that the client asks titles in; Chinese unless it says English."""
    return "en" if request.headers.get("accept-language", "").startswith("en") else "zh"


Root = Annotated[str, Depends(root_of)]
Who = Annotated[maps.Reader, Depends(reader_of)]
Said = Annotated[Lang, Depends(lang_of)]


def layer_in_path(tx: Tx, collection: str, who: Who) -> Layer:
    """Return the layer of the address."""
    return service.collection(tx, collection, who)


Chosen = Annotated[Layer, Depends(layer_in_path)]


@router.get("/")
def landing(root: Root) -> dict[str, Any]:
    """Say where everything is."""
    return documents.landing(root, "gisgrid")


@router.get("/conformance")
def conformance() -> dict[str, Any]:
    """List the conformance classes that hold."""
    return {"conformsTo": list(documents.CONFORMS)}


@router.get("/collections")
def collections(tx: Tx, root: Root, who: Who, lang: Said) -> dict[str, Any]:
    """List the layers that the caller may see, as collections."""
    box = maps.box_of_edition(tx, grid.current_edition(tx).id)
    return documents.collections(root, switched_on(tx, maps.layers_for(who)), box, lang)


@router.get("/collections/{collection}")
def collection(tx: Tx, root: Root, layer: Chosen, lang: Said) -> dict[str, Any]:
    """Describe one collection."""
    box = maps.box_of_edition(tx, grid.current_edition(tx).id)
    return documents.collection(root, layer, box, lang)


@router.get(
    "/collections/{collection}/queryables",
    response_class=Response,
    responses={200: {"content": {documents.SCHEMA: {}}}},
)
def queryables(tx: Tx, root: Root, layer: Chosen, lang: Said) -> Response:
    """Describe the fields that a filter may name."""
    return written(documents.queryables(root, layer, kinds_of(tx, layer), lang), documents.SCHEMA)


@router.get("/collections/{collection}/items", response_class=Response)
def items(tx: Tx, request: Request, layer: Chosen, who: Who) -> Response:
    """Give a page of features: limit, bbox, datetime, crs, filter (CQL2), and any field's value.

    Pages follow each other by the link `next`; nothing is counted, so a page costs the same
    however many features there are. An unknown parameter is refused.
    """
    said = once_each(request)
    asked = question(layer, said)
    found = service.page(tx, layer, who, asked)
    here = address_of(str(request.base_url), layer.id)
    return geojson(page_of(here, said, found, asked.limit), asked.crs)


@router.get("/collections/{collection}/items/{feature}", response_class=Response)
def item(tx: Tx, layer: Chosen, who: Who, root: Root, feature: str, crs: Words = None) -> Response:
    """Give one feature."""
    chosen = reference(crs, "crs")
    found = service.feature(tx, layer, who, feature, chosen)
    here = f"{root}/collections/{layer.id}"
    links = [link(f"{here}/items/{feature}", "self", GEOJSON), link(here, "collection")]
    return geojson(with_links(found, links), chosen)


@router.get("/collections/{collection}/tiles")
def tilesets(root: Root, layer: Chosen, lang: Said) -> dict[str, Any]:
    """List a collection's tile sets."""
    return tile_documents.tilesets(root, layer, lang)


@router.get("/collections/{collection}/tiles/WebMercatorQuad")
def tileset(tx: Tx, root: Root, layer: Chosen, lang: Said) -> dict[str, Any]:
    """Describe a collection's tile set."""
    return tile_documents.tileset(root, layer, lang, kinds_of(tx, layer))


@router.get(
    "/collections/{collection}/tiles/WebMercatorQuad/{matrix}/{row}/{column}",
    response_class=Response,
)
def tile(tx: Tx, layer: Chosen, who: Who, matrix: int, row: int, column: int) -> Response:
    """Cut a tile of a collection; one without features is empty."""
    found = maps.tile_of(tx, layer, Tile(matrix, column, row), who)
    return Response(found, media_type=MVT, headers=OURS)


@router.get("/tileMatrixSets")
def matrix_sets(root: Root) -> dict[str, Any]:
    """List the tile matrix sets."""
    return tile_documents.matrix_sets(root)


@router.get("/tileMatrixSets/WebMercatorQuad")
def matrix_set() -> dict[str, Any]:
    """Describe the web's square grid of tiles."""
    return tile_documents.matrix_set()


def once_each(request: Request) -> dict[str, str]:
    """Return the query's parameters, each of which may be said once.

    Raises:
        BadQuery: one is said twice.
    """
    said = request.query_params.multi_items()
    if len({name for name, _ in said}) < len(said):
        raise BadQuery("every parameter may be said once")
    return dict(said)


def with_links(feature: str, links: list[Document]) -> str:
    """Add links to a feature that the database wrote."""
    return f'{feature.rstrip()[:-1]},"links":{dumps(links)}}}'


def geojson(body: str, crs: Reference) -> Response:
    """Send GeoJSON, and say in which reference system it is."""
    return Response(body, media_type=GEOJSON, headers=OURS | {"Content-Crs": f"<{crs.uri}>"})


def written(document: Document, kind: str) -> Response:
    """Send a document under its own media type."""
    return Response(dumps(document), media_type=kind)
