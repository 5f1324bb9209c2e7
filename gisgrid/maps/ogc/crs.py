"""Reference systems: what each is called, and in which order its authority writes the axes.

OGC API Features part 2 (OGC 18-058r1) gives coordinates in the order of the authority: EPSG:4326
and EPSG:4490 are latitude, longitude; the Gauss-Krüger grids of CGCS2000 are northing, easting.
CGCS2000 and WGS 84 are taken as one, as everywhere here: they differ by centimetres.
"""

import re
from dataclasses import dataclass
from typing import Final

from pyproj import CRS

from gisgrid.maps.ogc.problems import BadQuery

OGC: Final = "http://www.opengis.net/def/crs/OGC/1.3/"
EPSG: Final = "http://www.opengis.net/def/crs/EPSG/0/"
GEOGRAPHIC: Final = (4326, 4490)
PROJECTED: Final = (3857, 4547)


@dataclass(frozen=True)
class Reference:
    """A reference system of the answer: its address, its number in PostGIS, how it is written."""

    uri: str
    srid: int
    flipped: bool
    """Its first axis points north, PostGIS's to the east."""
    digits: int
    """Decimals of a coordinate: centimetres."""


SHORT: Final = re.compile(r"(?:urn:ogc:def:crs:)?(epsg|ogc):(?:[\d.]*:)?(\w{1,12})", re.IGNORECASE)


def _epsg(code: int) -> Reference:
    north_first = CRS.from_epsg(code).axis_info[0].direction == "north"
    return Reference(f"{EPSG}{code}", code, north_first, 7 if code in GEOGRAPHIC else 2)


CRS84: Final = Reference(f"{OGC}CRS84", 4326, flipped=False, digits=7)
KNOWN: Final = {
    one.uri: one for one in (CRS84, *(_epsg(code) for code in (*GEOGRAPHIC, *PROJECTED)))
}


def reference(said: str | None, parameter: str) -> Reference:
    """Return the reference system of an address; none said is CRS84 (longitude, latitude).

    `[EPSG:4490]` and `urn:ogc:def:crs:EPSG::4490` are understood as well, as clients send them.

    Raises:
        BadQuery: it is none of ours.
    """
    if said is None:
        return CRS84
    found = KNOWN.get(_address(said.strip().strip("[]")))
    if found is None:
        raise BadQuery(f"{parameter}: {said} is not offered; take one of {', '.join(KNOWN)}")
    return found


def _address(said: str) -> str:
    """Return the address of a short name; PROJ is not asked: it looks for half a second."""
    found = SHORT.fullmatch(said)
    if found is None:
        return said
    authority, code = found[1].upper(), found[2].upper()
    return f"{EPSG}{code}" if authority == "EPSG" else f"{OGC}{code}"
