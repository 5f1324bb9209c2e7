"""Load a district from its folder, the demo's if none is named; again changes nothing."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid import assets, dispatch, duties, grid, identity, patrols
from gisgrid.kernel.folders import folder, place
from gisgrid.kernel.settings import settings

ZONE = ZoneInfo("Asia/Shanghai")
Said = Callable[[str], None]


def load_district(tx: Session, say: Said = lambda _: None) -> None:
    """Load people, calendar, grid, assets and the sample class book, each by its own loader.

    The folder is the one that GISGRID_DISTRICT names.

    Raises:
        Invalid: a line makes no sense; the message says which.
    """
    district = place(settings().district)
    say("people and stations")
    identity.load_people(tx, district, ZONE)
    say("calendar")
    dispatch.load_calendar(tx, district)
    say("grid")
    grid.load_grid(tx, district)
    say("assets and places")
    assets.load_assets(tx, district)
    patrols.load_rounds(tx, district)
    say("class book and duties")
    duties.load_classbook(tx, folder("data/classbook"))


def is_empty(tx: Session) -> bool:
    """Tell whether no district was loaded yet."""
    return tx.scalar(text("SELECT NOT EXISTS (SELECT FROM edition)")) is True


def has_cases(tx: Session) -> bool:
    """Tell whether there is a history already."""
    return tx.scalar(text("SELECT EXISTS (SELECT FROM case_file)")) is True
