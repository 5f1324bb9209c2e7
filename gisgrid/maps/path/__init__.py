"""The short ways of the map service: tiles and pages of features answered before FastAPI.

    desk = Desk(snapshots, sessions, chosen)
    app.add_middleware(FeaturePath, desk=desk, seen=figures.seen)
    app.add_middleware(TilePath, tiles=Tiles(desk, chosen), seen=figures.seen)     # met first

They answer what is plain and usual; whatever they leave alone goes the long way through the routes,
so that what is refused is refused in the same words, and OpenAPI is described by the long way.
"""

from gisgrid.maps.path.asgi import TilePath
from gisgrid.maps.path.desk import Desk
from gisgrid.maps.path.features import FeaturePath
from gisgrid.maps.path.snapshots import Borrowed, Pooled, Snapshots
from gisgrid.maps.path.tiles import Tiles

__all__ = ["Borrowed", "Desk", "FeaturePath", "Pooled", "Snapshots", "TilePath", "Tiles"]
