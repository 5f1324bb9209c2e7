"""Finding default points: places that stand for "not known" in other people's tables.

A geocoder that fails often writes one fixed place (the town hall, the middle of the map).
Such a coordinate, equal to the last digit, holds an improbable share of the rows: real
places thin out gently, from the busiest corner to the next, while a default point stands
alone above them. The rule: at most five exact coordinates are suspected; each holds more
than 0.5 % of the rows (and at least 30), and at least 10 times as many as the busiest
coordinate that is not suspected. Exactly (0, 0) is always suspected.
"""

from dataclasses import dataclass

import numpy as np

from gisgrid.grid.locator.lattice import Flags, Floats, Wide, usable

SHARE, ROWS, TIMES, MOST = 0.005, 30, 10, 5


@dataclass(frozen=True)
class SuspectedDefault:
    """A coordinate that probably means "not known", and the rows that sit on it."""

    lon: float
    lat: float
    rows: int


def suspected_defaults(lon: Floats, lat: Floats) -> tuple[SuspectedDefault, ...]:
    """Return the coordinates that look like defaults, the busiest first."""
    there = usable(lon, lat)
    pairs = np.stack([lon[there], lat[there]], axis=1) + 0.0  # -0.0 and 0.0 are one place
    places, rows = np.unique(pairs, axis=0, return_counts=True)
    order = np.argsort(-rows, kind="stable")
    busiest = order[: _standing_out(rows[order], len(lon))]
    null = np.flatnonzero((places == 0).all(axis=1))
    chosen = [*busiest, *(k for k in null if k not in busiest)]
    return tuple(
        SuspectedDefault(float(places[k, 0]), float(places[k, 1]), int(rows[k])) for k in chosen
    )


def _standing_out(rows: Wide, total: int) -> int:
    """Return how many of the busiest coordinates stand alone above the rest."""
    most = min(MOST, len(rows))
    following = np.append(rows, 0)[1 : most + 1]
    enough = (rows[:most] > SHARE * total) & (rows[:most] >= ROWS)
    alone = np.flatnonzero(enough & (rows[:most] >= TIMES * following))
    return int(alone[-1]) + 1 if len(alone) else 0


def sits_on(defaults: tuple[SuspectedDefault, ...], lon: Floats, lat: Floats) -> Flags:
    """Tell which points sit on a suspected default."""
    on = np.zeros(len(lon), np.bool_)
    for default in defaults:
        on |= (lon == default.lon) & (lat == default.lat)
    return on
