"""Coverages: polygons that divide a place without gap or overlap, and the arcs they share.

arcs = arcs_of(polygons)       # face k is the polygon in row k - 1; BrokenCoverage if not clean
shapes = polygons_of(arcs)     # and back, for the polygons that are stored beside the arcs
flaws = flaws_of(polygons, gap_degrees=1e-5)   # Flaw(kind, rows, where, square_degrees, note)
mended = clean(polygons)       # Clean(polygons on the lattice, arcs, repairs)
sound = strictly_clean(polygons)               # the same, refusing every flaw
"""

from gisgrid.grid.coverage.derive import arcs_of
from gisgrid.grid.coverage.flaws import Flaw, FlawKind, flaws_of
from gisgrid.grid.coverage.rebuild import polygons_of
from gisgrid.grid.coverage.repair import Clean, clean, on_lattice, refuse, said, strictly_clean

__all__ = [
    "Clean",
    "Flaw",
    "FlawKind",
    "arcs_of",
    "clean",
    "flaws_of",
    "on_lattice",
    "polygons_of",
    "refuse",
    "said",
    "strictly_clean",
]
