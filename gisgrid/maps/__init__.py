"""The map service: what can be shown, the tiles it is cut into, and the built web app."""

from gisgrid.maps.catalogue import Layer, catalogue
from gisgrid.maps.functions import install_functions

__all__ = ["Layer", "catalogue", "install_functions"]
