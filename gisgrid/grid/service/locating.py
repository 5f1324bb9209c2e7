"""Who holds a point: the locator's word, in the terms of the district."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sqlalchemy.orm import Session

from gisgrid.grid.book import EditionRef, GridBook
from gisgrid.grid.locator import Border, Reach, quantise
from gisgrid.grid.service.books import book, current_edition
from gisgrid.kernel.settings import settings

TOUCHING_M = 0.05
"""Only a point this near to a border can lie exactly on it (rounding of the lattice included)."""


@dataclass(frozen=True, slots=True)
class Located:
    """The answer for one point; `path` runs from the root to the leaf.

    `near` says that the point lies outside and was taken by the nearest leaf. `other` is the
    leaf across the nearest border, None when that is the outside.
    """

    edition_id: int
    leaf: int | None
    path: tuple[int, ...]
    on_border: bool
    near: bool
    border_m: float | None
    other: int | None
    shares: tuple[tuple[int | None, float], ...] = ()


@dataclass(frozen=True, eq=False)
class LocatedMany:
    """The answers for many points; a leaf of 0 is no area."""

    edition_id: int
    leaf: NDArray[np.int64]
    near: NDArray[np.bool_]


def locate(
    tx: Session,
    lon: float,
    lat: float,
    *,
    accuracy_m: float | None = None,
    ellipse: Reach | None = None,
    as_of: datetime | None = None,
) -> Located:
    """Return the leaf of a WGS84 point and its ancestors, or none; every point has one answer.

    With an accuracy radius or an ellipse the share of each touched leaf is added (None is the
    outside). `locate_in(book(tx, edition), …)` saves the one small query.
    """
    found = book(tx, current_edition(tx, as_of))
    reach = ellipse or (Reach.disc(accuracy_m) if accuracy_m else None)
    return locate_in(found, lon, lat, reach=reach)


def locate_in(found: GridBook, lon: float, lat: float, *, reach: Reach | None = None) -> Located:
    """Return the answer of one book, without a database."""
    return _located(found, (lon, lat), found.border(lon, lat), reach)


def _located(
    found: GridBook, point: tuple[float, float], border: Border, reach: Reach | None = None
) -> Located:
    near = border.face == 0 and border.metres <= settings().near_m
    leaf = found.leaf(border.other if near else border.face)
    touching = border.metres <= TOUCHING_M and _touches(found, *point)
    return Located(
        edition_id=found.edition.id,
        leaf=leaf,
        path=found.paths[leaf] if leaf is not None else (),
        on_border=touching,
        near=near,
        border_m=border.metres if np.isfinite(border.metres) else None,
        other=None if near else found.leaf(border.other),
        shares=_shares(found, *point, reach) if reach else (),
    )


STAGES_M: Final = (50.0, 100.0, 200.0, 400.0, 800.0, 1600.0)
"""Borders are sought in bulk so far, the nearer first; beyond, point by point.

The cells around a point grow with the square of the distance: the few points of a wide stage cost
as much as the many of a narrow one.
"""


def locate_each_in(found: GridBook, lons: ArrayLike, lats: ArrayLike) -> list[Located]:
    """Return for many points what `locate_in` returns for each, by arrays where these are faster.

    Every point must be a place (a finite pair within the world).
    """
    x, y = quantise(lons, lats)
    faces, metres = found.locator.faces(x, y), np.full(len(x), np.inf)
    other = np.full(len(x), -1, np.int32)
    for within_m in STAGES_M:
        left = np.flatnonzero(np.isinf(metres))
        if not len(left):
            break
        borders = found.locator.borders(x[left], y[left], within_m=within_m)
        metres[left], other[left] = borders.metres, borders.other
    points = zip(*map(np.ndarray.tolist, map(np.asarray, (lons, lats))), strict=True)
    sought = zip(points, faces.tolist(), metres.tolist(), other.tolist(), strict=True)
    return [
        locate_in(found, *point)
        if across < 0
        else _located(found, point, Border(border_m, face, across))
        for point, face, border_m, across in sought
    ]


def _touches(found: GridBook, lon: float, lat: float) -> bool:
    return bool(found.locator.on_border(*quantise([lon], [lat]))[0])


def _shares(
    found: GridBook, lon: float, lat: float, reach: Reach
) -> tuple[tuple[int | None, float], ...]:
    shares = found.locator.shares(lon, lat, reach)
    return tuple((found.leaf(face), share) for face, share in shares)


def locate_many(
    tx: Session,
    lons: ArrayLike,
    lats: ArrayLike,
    *,
    as_of: datetime | None = None,
    edition: EditionRef | None = None,
) -> LocatedMany:
    """Return the leaf of every WGS84 point by the same rule; what is no place gets 0."""
    return locate_many_in(book(tx, edition or current_edition(tx, as_of)), lons, lats)


def locate_many_in(found: GridBook, lons: ArrayLike, lats: ArrayLike) -> LocatedMany:
    """Return the leaves by one book, without a database."""
    x, y = quantise(lons, lats)
    faces = found.locator.faces(x, y)
    outside = np.flatnonzero(faces == 0)
    borders = found.locator.borders(x[outside], y[outside], within_m=settings().near_m)
    near = np.zeros(len(faces), np.bool_)
    near[outside] = borders.other > 0
    faces[outside] = np.maximum(borders.other, 0)
    return LocatedMany(found.edition.id, _ids(found.leaves)[faces], near)


def _ids(leaves: Sequence[int]) -> NDArray[np.int64]:
    return np.asarray([0, *leaves], np.int64)
