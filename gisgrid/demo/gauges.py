"""What the demo's gauges have told: most rivers low, one point at its warning stage after rain."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from math import exp, pi, sin
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid import assets

POINTS: Final = text("""
    SELECT id, (attrs->>'bed_m')::float8 AS bed_m, (attrs->>'warning_stage_m')::float8 AS warning_m
    FROM asset WHERE kind = 'river_point' AND attrs ?& ARRAY['bed_m', 'warning_stage_m']
    ORDER BY code
""")
HIGH: Final = 4
"""Which of the points is at its warning stage."""
DAYS: Final = 35
"""For how many days the gauges have told their stages."""
EVERY: Final = timedelta(minutes=15)
RAINS: Final = ((4.0, 0.35), (11.5, 0.6), (19.0, 0.25), (27.0, 0.5))
"""Rains of the time before: how many days ago the river rose, and by which share of its warning."""
RISE: Final = 0.25
"""Days that a river takes to rise; it falls for four times as long."""


def tell_stages(tx: Session, at: datetime) -> int:
    """Give every river point a made-up stage, read at a moment; return how many there are."""
    points = tx.execute(POINTS).all()
    for number, point in enumerate(points):
        assets.record_stage(tx, point.id, stage(number, point, at, 0), at)
    return len(points)


def tell_history(tx: Session, until: datetime) -> None:
    """Give every river point the stages of the weeks before a moment: calm water, and rains."""
    for number, point in enumerate(tx.execute(POINTS)):
        assets.record_readings(tx, point.id, list(_before(number, point, until)))


def _before(number: int, point: Any, until: datetime) -> Iterator[tuple[datetime, float]]:
    for back in range(1, DAYS * 96):
        at = until - back * EVERY
        yield at, stage(number, point, at, back * EVERY / timedelta(days=1))


def stage(number: int, point: Any, at: datetime, days_ago: float) -> float:
    """Return the stage of a point in metres, so many days before now: a daily breath, and rains."""
    calm = 0.3 + 0.05 * (number % 6)
    breath = 0.015 * sin(2 * pi * (at.timestamp() / 86_400 + number / 7))
    share = calm + breath + sum(high * wave(ago - days_ago) for ago, high in RAINS)
    if number == HIGH:
        share += (1.07 - calm) * wave(0.6 - days_ago) / wave(0.6)
    return float(round(point.bed_m + share * (point.warning_m - point.bed_m), 2))


def wave(days: float) -> float:
    """Return how high a flood stands so long after it began: 1 at its top, 0 before."""
    if days <= 0:
        return 0.0
    if days < RISE:
        return sin(pi / 2 * days / RISE)
    return exp((RISE - days) / (4 * RISE))
