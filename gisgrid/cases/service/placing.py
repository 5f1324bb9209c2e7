"""Where a report is: by its point, or by what its words say about the place."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from gisgrid import assets, grid
from gisgrid.cases.rules import NewReport
from gisgrid.cases.rules.intake import the_one_meant
from gisgrid.kernel import datum


@dataclass(frozen=True, slots=True)
class Placed:
    """The point of a report in WGS 84, the area found for it, and the places it may have meant."""

    lon: float | None = None
    lat: float | None = None
    located: grid.Located | None = None
    candidates: "tuple[assets.PlaceCandidate, ...]" = ()
    meant: "assets.PlaceCandidate | None" = None

    @property
    def missing(self) -> str:
        """Return the reason code for a case that has no place."""
        return "place_unsure" if self.candidates else "no_place"


def place(tx: Session, new: NewReport) -> Placed:
    """Return the place of a report; a text is used only when it means one place without doubt."""
    if new.x is not None and new.y is not None:
        datum.check(new.x, new.y)
        lon, lat = datum.to_wgs84(new.x, new.y, new.datum)
        located = grid.locate(tx, lon, lat, accuracy_m=new.accuracy_m)
        return Placed(lon, lat, located)
    return _by_words(tx, new.place_text) if new.place_text.strip() else Placed()


def _by_words(tx: Session, words: str) -> Placed:
    candidates = tuple(assets.find_place(tx, words))
    meant = the_one_meant(candidates)
    if meant is None:
        return Placed(candidates=candidates)
    located = grid.locate(tx, meant.lon, meant.lat)
    return Placed(meant.lon, meant.lat, located, candidates, meant)
