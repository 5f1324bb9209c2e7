"""The tile path: tiles answered before FastAPI, from memory where nothing has changed.

    tiles = Tiles(snapshots, chosen)
    app.add_middleware(TilePath, tiles=tiles, seen=figures.seen)     # added last: met first

It answers what is plain and usual; whatever it leaves alone goes the long way through the routes,
so that what is refused is refused in the same words, and OpenAPI is described by the long way.
"""

from gisgrid.maps.path.asgi import TilePath
from gisgrid.maps.path.snapshots import Borrowed, Pooled, Snapshots
from gisgrid.maps.path.tiles import Tiles

__all__ = ["Borrowed", "Pooled", "Snapshots", "TilePath", "Tiles"]
