"""The rounds of the simulated officers: most assets checked in time, some late, a few from afar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid import grid, patrols
from gisgrid.demo.town import Town
from gisgrid.identity import Actor
from gisgrid.kernel.permissions import roles_of
from gisgrid.patrols import NewCheckIn, PastCheckIn, Position, Result

LONGEST: Final = timedelta(days=90)
"""Rounds are walked for so long before the end of the history."""
METRES_PER_DEGREE: Final = 111_195.0
TO_CHECK: Final = text("""
    SELECT d.asset_id, d.days, d.due_on, t.kind, s.path, ST_X(p.geom) AS lon, ST_Y(p.geom) AS lat
    FROM assets_to_check(:edition, true, NULL, NULL, :zone) d
    JOIN asset t ON t.id = d.asset_id
    JOIN asset_area aa ON aa.asset_id = t.id AND aa.edition_id = :edition AND aa.lead
    JOIN area_shape s ON s.area_id = aa.area_id
      AND s.from_edition <= :edition AND (s.to_edition IS NULL OR s.to_edition > :edition)
    CROSS JOIN LATERAL (SELECT ST_PointOnSurface(t.geom) AS geom) p
    ORDER BY t.code
""")
RESULTS: Final = (Result.NORMAL, Result.ABNORMAL, Result.NO_ACCESS)
SHARES: Final = (0.93, 0.05, 0.02)
LATE_SHARE, FAR_SHARE, ON_DUTY_SHARE = 0.12, 0.03, 0.7
WRONG: Final = {
    "culvert": "箅子被落叶堵塞，排水不畅",
    "ebike_shed": "灭火器压力不足",
    "construction_site": "围挡破损，裸土未覆盖",
    "river_point": "水尺被杂物遮挡",
    "park": "座椅损坏一处",
    "compound": "消防通道停有车辆",
}
LOCKED: Final = "大门上锁，联系不上管理人"


@dataclass(frozen=True, slots=True)
class Stop:
    """An asset of the rounds, with the areas it lies in from the root."""

    asset_id: int
    days: int
    due_on: date
    kind: str
    path: list[int]
    lon: float
    lat: float


def walk_rounds(tx: Session, first: datetime, until: datetime, zone: ZoneInfo, seed: int) -> int:
    """Write the check-ins of a time in which officers walked their rounds; return how many."""
    rng, town = np.random.default_rng(seed), Town(tx)
    begin = max(first, until - LONGEST)
    made = [
        past(town, rng, stop, at)
        for stop in stops(tx, zone)
        for at in moments(rng, stop.days, begin, until)
    ]
    return patrols.write_past(tx, made)


def check_in_somewhere(tx: Session, zone: ZoneInfo, rng: np.random.Generator, at: datetime) -> None:
    """Let the officer of what is longest overdue walk there now and check in."""
    nearest = sorted(stops(tx, zone), key=lambda stop: (stop.due_on, stop.asset_id))
    if not nearest:
        return
    stop, town = nearest[0], Town(tx)
    result, note = found(rng, stop)
    lon, lat = beside(rng, stop, far=False)
    place = Position(lon, lat, at, accuracy_m=float(round(rng.uniform(4, 20), 1)))
    patrols.check_in(tx, officer(town, stop, at), NewCheckIn(stop.asset_id, result, place, note))


def stops(tx: Session, zone: ZoneInfo) -> list[Stop]:
    """Return the assets that are to be checked, by their codes."""
    asked = {"edition": grid.current_edition(tx).id, "zone": str(zone)}
    return [Stop(**row) for row in tx.execute(TO_CHECK, asked).mappings()]


def moments(
    rng: np.random.Generator, days: int, begin: datetime, until: datetime
) -> Iterator[datetime]:
    """Yield when an asset was checked: within its days, or late where its officer is."""
    is_late = rng.random() < LATE_SHARE
    at = begin + timedelta(days=float(rng.uniform(0, days)))
    while (moment := in_daytime(rng, at)) < until:
        yield moment
        at += timedelta(
            days=days * float(rng.uniform(1.0, 1.7) if is_late else rng.uniform(0.5, 1))
        )


def in_daytime(rng: np.random.Generator, at: datetime) -> datetime:
    """Return a moment of that day when people walk: from eight to six."""
    morning = at.replace(hour=8, minute=0, second=0, microsecond=0)
    return morning + timedelta(minutes=int(rng.integers(600)))


def past(town: Town, rng: np.random.Generator, stop: Stop, at: datetime) -> PastCheckIn:
    """Return a check-in at an asset by its officer of that time."""
    actor = officer(town, stop, at)
    post = next(one for one in actor.posts if one.role in roles_of("checkin.make"))
    lon, lat = beside(rng, stop, far=bool(rng.random() < FAR_SHARE))
    result, note = found(rng, stop)
    return PastCheckIn(
        asset_id=stop.asset_id,
        person_id=actor.person_id or 0,
        post_id=post.id,
        station_id=post.station_id,
        at=at,
        lon=lon,
        lat=lat,
        accuracy_m=float(round(rng.uniform(4, 20), 1)),
        result=result,
        note=note,
        on_duty=bool(rng.random() < ON_DUTY_SHARE),
    )


def officer(town: Town, stop: Stop, at: datetime) -> Actor:
    """Return who walks there at a moment."""
    return town.officer(town.codes(tuple(stop.path)), at)


def beside(rng: np.random.Generator, stop: Stop, *, far: bool) -> tuple[float, float]:
    """Return a place some metres from an asset, or some hundred."""
    away = rng.uniform(300, 900) if far else abs(rng.normal(0, 8))
    angle = rng.uniform(0, 2 * np.pi)
    east, north = away * np.cos(angle), away * np.sin(angle)
    lon = stop.lon + east / (METRES_PER_DEGREE * np.cos(np.radians(stop.lat)))
    return round(float(lon), 7), round(float(stop.lat + north / METRES_PER_DEGREE), 7)


def found(rng: np.random.Generator, stop: Stop) -> tuple[Result, str]:
    """Return what an officer finds at an asset, with a note where it is no usual thing."""
    result = RESULTS[int(rng.choice(len(RESULTS), p=SHARES))]
    if result is Result.NO_ACCESS:
        return result, LOCKED
    return result, WRONG.get(stop.kind, "外观破损") if result is Result.ABNORMAL else ""
