"""The map service: what can be shown, the tiles it is cut into, and the built web app."""

from gisgrid.maps.basemaps import BadBasemaps, read_basemaps
from gisgrid.maps.catalogue import BadLayer, Layer, catalogue
from gisgrid.maps.checking import Fault
from gisgrid.maps.functions import install_functions, own_faults
from gisgrid.maps.live import Live, Looking, PublicLive
from gisgrid.maps.service import bake

__all__ = [
    "BadBasemaps",
    "BadLayer",
    "Fault",
    "Layer",
    "Live",
    "Looking",
    "PublicLive",
    "bake",
    "catalogue",
    "install_functions",
    "own_faults",
    "read_basemaps",
]
