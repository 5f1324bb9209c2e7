"""The map service: what can be shown, the tiles it is cut into, and the built web app."""

from gisgrid.maps.basemaps import BadBasemaps, read_basemaps
from gisgrid.maps.catalogue import Layer, catalogue
from gisgrid.maps.functions import install_functions
from gisgrid.maps.live import Live, Looking
from gisgrid.maps.service import bake

__all__ = [
    "BadBasemaps",
    "Layer",
    "Live",
    "Looking",
    "bake",
    "catalogue",
    "install_functions",
    "read_basemaps",
]
