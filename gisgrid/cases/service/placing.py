"""Where a report is: by its point, or by what its words say about the place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from sqlalchemy.orm import Session

from gisgrid import assets, grid
from gisgrid.cases.rules import NewReport
from gisgrid.cases.rules.intake import the_one_meant
from gisgrid.kernel import datum

Point = tuple[float, float]
"""Longitude and latitude in WGS 84, in degrees."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The point of a report in WGS 84, the area found for it, and the places it may have meant."""

    lon: float | None = None
    lat: float | None = None
    located: grid.Located | None = None
    areas: tuple[str, ...] = ()
    """The names from the root to the leaf."""
    candidates: "tuple[assets.PlaceCandidate, ...]" = ()
    meant: "assets.PlaceCandidate | None" = None

    @property
    def missing(self) -> str:
        """Return the reason code for a case that has no place."""
        return "place_unsure" if self.candidates else "no_place"


def place(tx: Session, new: NewReport, book: grid.GridBook | None = None) -> Placed:
    """Return the place of a report; a text is used only when it means one place without doubt.

    Without a book the one in force is asked for.
    """
    if new.x is not None and new.y is not None:
        datum.check(new.x, new.y)
        lon, lat = datum.to_wgs84(new.x, new.y, new.datum)
        return _at(book or grid.book(tx), lon, lat, new.accuracy_m)
    return _by_words(tx, new.place_text) if new.place_text.strip() else Placed()


def check_place(new: NewReport) -> None:
    """Refuse a pair that cannot be a place, or an unknown datum."""
    if new.x is not None and new.y is not None:
        datum.check(new.x, new.y)
        datum.named(new.datum)


def points_of(reports: Sequence[NewReport]) -> list[Point | None]:
    """Return the points of many checked reports in WGS 84, each datum turned as a whole."""
    found: list[Point | None] = [None] * len(reports)
    given: dict[str, list[int]] = {}
    for at, new in enumerate(reports):
        if new.x is not None:
            given.setdefault(new.datum, []).append(at)
    for name, those in given.items():
        xs, ys = np.array([(reports[at].x, reports[at].y) for at in those], float).T
        lons, lats = datum.to_wgs84(xs, ys, name)
        pairs = zip(lons.tolist(), lats.tolist(), strict=True)
        for at, pair in zip(those, pairs, strict=True):
            found[at] = pair
    return found


def places(
    tx: Session, reports: Sequence[NewReport], points: Sequence[Point | None]
) -> list[Placed]:
    """Return the places of many checked reports whose points are known, located at once."""
    book = grid.book(tx)
    plain = [at for at, new in enumerate(reports) if points[at] and not new.accuracy_m]
    pairs = np.array([points[at] for at in plain], float).reshape(-1, 2)
    located = dict(zip(plain, grid.locate_each_in(book, *pairs.T), strict=True))
    return [
        _named(book, points[at], located[at]) if at in located else place(tx, new, book)
        for at, new in enumerate(reports)
    ]


def _by_words(tx: Session, words: str) -> Placed:
    candidates = tuple(assets.find_place(tx, words))
    meant = the_one_meant(candidates)
    if meant is None:
        return Placed(candidates=candidates)
    return replace(_at(grid.book(tx), meant.lon, meant.lat), candidates=candidates, meant=meant)


def _at(book: grid.GridBook, lon: float, lat: float, accuracy_m: float | None = None) -> Placed:
    """Return the place of a point, with the names of its areas."""
    reach = grid.Reach.disc(accuracy_m) if accuracy_m else None
    return _named(book, (lon, lat), grid.locate_in(book, lon, lat, reach=reach))


def _named(book: grid.GridBook, point: Point | None, located: grid.Located) -> Placed:
    lon, lat = point or (None, None)
    return Placed(lon, lat, located, tuple(book.refs[area].name for area in located.path))
