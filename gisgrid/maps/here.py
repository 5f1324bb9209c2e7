"""Who answers at a place: the chain of areas, the grid leader, the station, and the border."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from gisgrid import grid, identity
from gisgrid.grid import AreaRef, Located
from gisgrid.identity import StationRef
from gisgrid.kernel import clock
from gisgrid.kernel.settings import settings
from gisgrid.maps.rules import masked

Standing = Literal["inside", "on_border", "near", "outside"]


@dataclass(frozen=True)
class Leader:
    """A grid leader, as everybody may know them."""

    name: str
    name_en: str | None
    title: str
    title_en: str | None
    phone: str
    is_deputy: bool


@dataclass(frozen=True)
class Side:
    """One side of a border: its areas, coarse to fine, and who answers there."""

    areas: tuple[AreaRef, ...]
    leader: Leader | None
    station: StationRef | None


@dataclass(frozen=True)
class Share:
    """How much of an uncertain place lies in an area; None is outside the grid."""

    area: AreaRef | None
    share: float


@dataclass(frozen=True)
class Here:
    """Who answers at a place, and how near a border is."""

    lon: float
    lat: float
    edition_id: int
    standing: Standing
    border_m: float | None
    close: bool
    here: Side | None
    other: Side | None
    shares: tuple[Share, ...]


def who_is_here(tx: Session, lon: float, lat: float, accuracy_m: float | None) -> Here:
    """Ask the locator for a place, and identity for its people; both sides where it is close."""
    located = grid.locate(tx, lon, lat, accuracy_m=accuracy_m)
    close = is_close(located)
    other = grid.path_of(tx, located.other) if close and located.other else ()
    return Here(
        lon=lon,
        lat=lat,
        edition_id=located.edition_id,
        standing=standing(located),
        border_m=located.border_m,
        close=close,
        here=side(tx, located.path),
        other=side(tx, other),
        shares=shares(tx, located),
    )


def standing(located: Located) -> Standing:
    """Name how a place stands to the grid."""
    if located.leaf is None:
        return "outside"
    if located.near:
        return "near"
    return "on_border" if located.on_border else "inside"


def is_close(located: Located) -> bool:
    """Tell whether a border is so near that both of its sides are named."""
    metres = located.border_m
    return located.on_border or (metres is not None and metres <= settings().close_to_border_m)


def side(tx: Session, path: Sequence[int]) -> Side | None:
    """Return the areas of a path with their leader and the station of the finest that has one."""
    if not path:
        return None
    refs = grid.area_refs(tx, path)
    areas = tuple(refs[area] for area in path)
    finest_first = [area.code for area in reversed(areas)]
    return Side(areas, leader(tx, finest_first), station(tx, finest_first))


def leader(tx: Session, finest_first: Sequence[str]) -> Leader | None:
    """Return who leads the finest of these areas now; the number is masked."""
    found = identity.grid_leader(tx, finest_first, clock.now())
    if found is None:
        return None
    return Leader(
        name=found.name,
        name_en=found.name_en,
        title=found.title,
        title_en=found.title_en,
        phone=masked(found.phone),
        is_deputy=found.is_deputy,
    )


def station(tx: Session, finest_first: Sequence[str]) -> StationRef | None:
    """Return the station of the finest of these areas that has one."""
    served = (identity.station_of_area(tx, code) for code in finest_first)
    return next((found for found in served if found), None)


def shares(tx: Session, located: Located) -> tuple[Share, ...]:
    """Name the areas that an uncertain place touches, the largest share first."""
    refs = grid.area_refs(tx, [area for area, _ in located.shares if area is not None])
    ordered = sorted(located.shares, key=lambda one: -one[1])
    return tuple(Share(refs[area] if area is not None else None, part) for area, part in ordered)
