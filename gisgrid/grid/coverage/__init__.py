"""Coverages: polygons that divide a place without gap or overlap, and the arcs they share.

    arcs = arcs_of(polygons)       # face k is the polygon in row k - 1; BrokenCoverage if not clean
    shapes = polygons_of(arcs)     # and back, for the polygons that are stored beside the arcs
"""

from gisgrid.grid.coverage.derive import arcs_of
from gisgrid.grid.coverage.rebuild import polygons_of

__all__ = ["arcs_of", "polygons_of"]
