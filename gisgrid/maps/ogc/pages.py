"""Pages of features as they are sent: what the database wrote, and the links around it."""

from collections.abc import Mapping, Sequence
from json import dumps
from typing import Any, Final
from urllib.parse import urlencode

from gisgrid.maps.ogc.asking import cursor
from gisgrid.maps.ogc.documents import GEOJSON, link

OURS: Final = {"Cache-Control": "private, no-cache", "Vary": "Cookie, Authorization"}


def address_of(base: str, layer_id: str) -> str:
    """Return where a collection's features lie, below a server's address."""
    return f"{base.rstrip('/')}/ogc/collections/{layer_id}/items"


def page_of(here: str, said: Mapping[str, str], found: Sequence[Any], limit: int) -> str:
    """Write a page as a collection.

    Each thing found is its id, its part, and itself as the database wrote it; one more than the
    limit says that a page follows.
    """
    links = [link(f"{here}?{urlencode(said)}" if said else here, "self", GEOJSON)]
    shown = [feature for _, _, feature in found[:limit]]
    if len(found) > limit:
        last, part, _ = found[limit - 1]
        onward = {**said, "after": cursor(last, part)}
        links.append(link(f"{here}?{urlencode(onward)}", "next", GEOJSON))
    head = {"type": "FeatureCollection", "numberReturned": len(shown), "links": links}
    return f'{dumps(head)[:-1]},"features":[{",".join(shown)}]}}'
