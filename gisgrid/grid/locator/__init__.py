"""The locator: who answers for a point, decided by integers over shared arcs (NumPy only).

Coordinates are lattice units of 1e-7 degree (`quantise(lon, lat)` gives int32 x, y). Faces
are 1..k in the order of the polygons given to `gisgrid.grid.coverage.arcs_of`; 0 is outside.

    arcs = coverage.arcs_of(polygons)              # Arcs(xy, start, left, right, meridian)
    locator = Locator.build(arcs)                  # memory_budget=bytes for finer cells
    locator.face(113.17, 35.24)                    # one point, about 1 microsecond
    locator.faces(*quantise(lons, lats))           # many points, int32 faces
    locator.on_border(*quantise(lons, lats))       # exactly on a border or vertex
    locator.border(lon, lat)                       # Border(metres, face, other)
    locator.borders(x, y, within_m=15)             # the same for many: .metres, .other
    locator.shares(lon, lat, Reach.disc(30))       # ((face, share), …), 0 is outside
    locator.patched(arc, new_xy)                   # a new locator; this one stays as it is
    locator.present_arcs()                         # the arcs with every patch applied
    save(locator, folder); load(folder)            # .npy files with a version

A locator is immutable and safe for concurrent readers: swap one reference to publish.
Store `Arcs` in a database row by row: `arcs.line(a)`, `arcs.left[a]`, `arcs.right[a]`;
`Arcs.of(lines, left, right)` puts rows together again. Bad pairs raise `BadCoordinates`;
borders that do not close raise `BrokenCoverage`.

The tie rule: the point is shifted by (e, e*e) with e vanishing. So a point on a shared
border belongs to the east side, on a horizontal border to the north side; on the outer
rim it is pulled inside, to the first area met when turning left from due east.
"""

from gisgrid.grid.locator.arcs import OUTSIDE, Arcs
from gisgrid.grid.locator.build import BrokenCoverage
from gisgrid.grid.locator.folder import load, save
from gisgrid.grid.locator.lattice import NOWHERE, UNITS, degrees, quantise, usable
from gisgrid.grid.locator.locator import Border, Locator
from gisgrid.grid.locator.nearest import Borders
from gisgrid.grid.locator.shares import Reach
from gisgrid.kernel.datum import BadCoordinates

__all__ = [
    "NOWHERE",
    "OUTSIDE",
    "UNITS",
    "Arcs",
    "BadCoordinates",
    "Border",
    "Borders",
    "BrokenCoverage",
    "Locator",
    "Reach",
    "degrees",
    "load",
    "quantise",
    "save",
    "usable",
]
