"""When things are reported: by season, weekday and hour, each from plain tables."""

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np

from gisgrid.demo.effects import Effect

# words of a class's name -> the months in which it is found more often, and how much more
SEASONS = (
    (r"雪|结冰|暖气|供热", (12, 1, 2), 8.0),
    (r"积水|内涝|雨水|防汛|河", (7, 8), 4.0),
    (r"秸秆|焚烧|落叶", (6, 10, 11), 6.0),
    (r"绿|树|花|虫", (4, 5, 6, 7, 8, 9), 2.0),
    (r"噪|夜市|露天烧烤|占道", (5, 6, 7, 8, 9), 2.5),
    (r"扬尘|渣土|施工", (3, 4, 5, 9, 10, 11), 1.8),
)
WEEK = {
    "appeal": (1.15, 1.1, 1.05, 1.05, 1.05, 0.85, 0.75),
    "patrol": (1.2, 1.15, 1.15, 1.1, 1.1, 0.7, 0.6),
    "epidemic": (1.1, 1.0, 1.0, 1.0, 1.0, 0.95, 0.95),
    "parking": (0.8, 0.8, 0.9, 1.0, 1.2, 1.3, 1.0),
    "site": (1.1, 1.1, 1.1, 1.1, 1.1, 0.9, 0.6),
    "community": (0.9, 0.9, 0.95, 0.95, 1.05, 1.2, 1.05),
}
HOURS = {
    "appeal": [1, 1, 0, 0, 0, 1, 3, 7, 11, 12, 11, 8, 6, 7, 9, 10, 9, 8, 7, 7, 6, 5, 3, 2],
    "patrol": [0, 0, 0, 0, 0, 0, 2, 8, 14, 16, 14, 8, 3, 5, 12, 14, 12, 7, 2, 1, 1, 0, 0, 0],
    "epidemic": [0, 0, 0, 0, 0, 0, 2, 6, 12, 13, 11, 7, 5, 7, 10, 10, 8, 6, 3, 2, 1, 0, 0, 0],
    "parking": [1, 0, 0, 0, 0, 1, 4, 9, 9, 7, 6, 7, 8, 6, 5, 6, 8, 10, 9, 8, 6, 4, 2, 1],
    "site": [0, 0, 0, 0, 0, 1, 5, 9, 12, 13, 10, 4, 3, 7, 12, 12, 10, 5, 2, 1, 0, 0, 0, 0],
    "community": [0, 0, 0, 0, 0, 0, 0, 1, 5, 8, 8, 5, 1, 2, 6, 8, 8, 7, 6, 9, 8, 3, 0, 0],
}
NIGHT = np.array([6, 3, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 6, 9, 10, 9], float)


@cache
def season(name: str, month: int) -> float:
    """Return how much likelier than usual a class is in a month."""
    return float(
        np.prod(
            [
                times
                for words, months, times in SEASONS
                if re.search(words, name) and month in months
            ]
        )
    )


def moments(
    stream: str,
    count: int,
    span: tuple[datetime, datetime],
    waves: list[Effect],
    rng: np.random.Generator,
) -> list[datetime]:
    """Draw the moments of one stream of reports, sorted, aware."""
    days = [span[0] + timedelta(days=i) for i in range((span[1] - span[0]).days)]
    chosen = rng.choice(len(days), size=count, p=day_weights(stream, days, waves))
    hours = np.array(HOURS[stream], float) / sum(HOURS[stream])
    return sorted(moment(days[i], int(rng.choice(24, p=hours)), rng) for i in chosen)


def day_weights(stream: str, days: list[datetime], waves: list[Effect]) -> np.ndarray:
    """Return each day's share of a stream, waves included."""
    plain = np.array(
        [WEEK[stream][day.weekday()] * growth(i, len(days)) for i, day in enumerate(days)]
    )
    weights = plain / plain.sum()
    for wave in (w for w in waves if w.stream == stream):
        inside = np.array([wave.when(day) for day in days])
        if inside.any():
            weights = np.where(
                inside,
                wave.share * weights / weights[inside].sum(),
                (1 - wave.share) * weights / max(weights[~inside].sum(), 1e-12),
            )
    return np.asarray(weights / weights.sum())


def growth(i: int, of: int) -> float:
    """Return the slow rise of use over the two years."""
    return 0.75 + 0.5 * i / of


def moment(day: datetime, hour: int, rng: np.random.Generator) -> datetime:
    """Put an hour and a random minute on a day."""
    return day.replace(hour=hour, minute=int(rng.integers(60)), second=int(rng.integers(60)))


def at_night(day: datetime, rng: np.random.Generator) -> datetime:
    """Move a moment to an evening or night hour of its day (noise)."""
    return moment(day, int(rng.choice(24, p=NIGHT / NIGHT.sum())), rng)


def midnight(at: datetime, zone: ZoneInfo) -> datetime:
    """Return the start of the local day; the zone of the district has no summer time."""
    return at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)


def utc(at: datetime) -> datetime:
    """Return the same moment in UTC."""
    return at.astimezone(UTC)
