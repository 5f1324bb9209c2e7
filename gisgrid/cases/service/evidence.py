"""Evidence on the map: a line that somebody draws with a step, such as a road of another's.

line = {"type": "LineString", "coordinates": [[113.175, 35.235], [113.178, 35.235]]}
with_line(Words("路灯属公路局", {"line": line}))
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from gisgrid.cases.ports import Words
from gisgrid.cases.service.refusals import StepLacks
from gisgrid.kernel import datum as datums

CODE: Final = "line"
MOST: Final = 200
"""Vertices of a line; one along a road of the district needs some dozens."""
DECIMALS: Final = 7
"""Degrees are kept to the centimetre."""
WANTED: Final = (
    f"地图上的线（line）须为 GeoJSON LineString，2 至 {MOST} 个点，"
    "每点为 [经度, 纬度]，不能都在一处。"
)
Place = tuple[float, float]


def with_line(words: Words) -> Words:
    """Return a step's words with the line that they draw as it is kept: in WGS 84, no point twice.

    The line is in the `datum` of the codes, WGS 84 where none is named.

    Raises:
        StepLacks: it is no line, has too many points, or all of them lie in one place.
        BadCoordinates: a point is no place on earth.
    """
    given = words.codes.get(CODE)
    if given is None:
        return words
    datum = datums.named(str(words.codes.get("datum") or "wgs84"))
    places = _apart([_in_wgs84(one, datum) for one in _points(given)])
    if len(places) < 2:
        raise StepLacks(WANTED)
    line = {"type": "LineString", "coordinates": [list(one) for one in places]}
    return replace(words, codes={**words.codes, CODE: line})


def _points(given: object) -> list[Place]:
    if not isinstance(given, dict) or set(given) != {"type", "coordinates"}:
        raise StepLacks(WANTED)
    points = given["coordinates"]
    is_line = given["type"] == "LineString" and isinstance(points, list)
    if not is_line or not 2 <= len(points) <= MOST:
        raise StepLacks(WANTED)
    return [_pair(one) for one in points]


def _pair(given: object) -> Place:
    if not isinstance(given, list) or len(given) != 2:
        raise StepLacks(WANTED)
    if not all(type(one) in (int, float) for one in given):
        raise StepLacks(WANTED)
    try:
        lon, lat = map(float, given)
    except OverflowError:
        raise StepLacks(WANTED) from None
    datums.check(lon, lat)
    return lon, lat


def _in_wgs84(place: Place, datum: datums.Datum) -> Place:
    lon, lat = datums.to_wgs84(*place, datum)
    return round(float(lon), DECIMALS), round(float(lat), DECIMALS)


def _apart(places: Sequence[Place]) -> list[Place]:
    """Return the places without those that lie on the one before."""
    before = [None, *places]
    return [one for one, last in zip(places, before, strict=False) if one != last]
