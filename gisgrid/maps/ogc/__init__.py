"""OGC API Features and Tiles over the catalogue of layers, in the same scope as the map."""

from gisgrid.maps.ogc.routes import router

__all__ = ["router"]
