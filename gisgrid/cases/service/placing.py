"""Where a report is: by its point, or by what its words say about the place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sqlalchemy.orm import Session

from gisgrid import assets, grid
from gisgrid.cases.rules import NewReport
from gisgrid.cases.rules.intake import MACHINES, the_one_meant
from gisgrid.kernel import datum
from gisgrid.kernel.datum import Degrees


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


def places(tx: Session, reports: Sequence[NewReport]) -> list[Placed]:
    """Return the places of many checked reports; the points of machines are located at once.

    Machines come in thousands, and what they need not know is left out: metres to the border,
    shares. What people say is placed one by one, as a single report is.
    """
    book = grid.book(tx)
    found = [Placed() if _is_quick(new) else place(tx, new, book) for new in reports]
    pointed = [at for at, new in enumerate(reports) if _is_quick(new)]
    if pointed:
        lons, lats = _in_wgs84([reports[at] for at in pointed])
        for at, here in zip(pointed, _all_located(tx, lons, lats), strict=True):
            found[at] = here
    return found


def _is_quick(new: NewReport) -> bool:
    return new.source in MACHINES and new.x is not None


def _in_wgs84(reports: Sequence[NewReport]) -> tuple[Degrees, Degrees]:
    """Return all points in WGS 84, each datum turned as a whole."""
    lons = np.array([new.x for new in reports], dtype=np.float64)
    lats = np.array([new.y for new in reports], dtype=np.float64)
    datums = np.array([new.datum for new in reports])
    for name in np.unique(datums):
        those = datums == name
        lons[those], lats[those] = datum.to_wgs84(lons[those], lats[those], str(name))
    return lons, lats


def _all_located(tx: Session, lons: Degrees, lats: Degrees) -> Iterator[Placed]:
    edition = grid.current_edition(tx)
    paths = grid.book(tx, edition).paths
    many = grid.locate_many(tx, lons, lats)
    whole = zip(lons.tolist(), lats.tolist(), many.leaf.tolist(), many.near.tolist(), strict=True)
    for lon, lat, leaf, near in whole:
        path = paths.get(leaf, ())
        located = grid.Located(edition.id, leaf or None, path, False, near, None, None)  # noqa: FBT003
        yield Placed(lon, lat, located)


def _by_words(tx: Session, words: str) -> Placed:
    candidates = tuple(assets.find_place(tx, words))
    meant = the_one_meant(candidates)
    if meant is None:
        return Placed(candidates=candidates)
    return replace(_at(grid.book(tx), meant.lon, meant.lat), candidates=candidates, meant=meant)


def _at(book: grid.GridBook, lon: float, lat: float, accuracy_m: float | None = None) -> Placed:
    """Return the place of a point, with the names of its areas."""
    reach = grid.Reach.disc(accuracy_m) if accuracy_m else None
    located = grid.locate_in(book, lon, lat, reach=reach)
    return Placed(lon, lat, located, tuple(book.refs[area].name for area in located.path))
