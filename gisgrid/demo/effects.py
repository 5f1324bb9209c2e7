"""The planted effects: what the history hides, read from a file that no screen reads."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import yaml

from gisgrid.demo.world import metres_apart


@cache
def speaks_of(words: str, name: str) -> bool:
    """Tell whether a class's name holds one of these words; no words mean every class."""
    return not words or re.search(words, name) is not None


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect; what is left empty does not limit it."""

    id: str
    what: str
    words: str = ""
    near: tuple[float, float] | None = None
    radius_m: float = 0.0
    area_code: str = ""
    months: tuple[int, ...] = ()
    start: date = date.min
    end: date = date.max
    times: float = 1.0
    share: float = 0.0
    on_time: float = 1.0
    stream: str = ""

    def when(self, at: datetime) -> bool:
        """Tell whether the effect holds on that day."""
        return self.start <= at.date() < self.end and (not self.months or at.month in self.months)

    def about(self, text: str, codes: Sequence[str] = ()) -> bool:
        """Tell whether it concerns this class and this chain of areas."""
        return speaks_of(self.words, text) and (not self.area_code or self.area_code in codes)

    def here(self, lon: float, lat: float) -> bool:
        """Tell whether the place lies within the effect's reach."""
        return self.near is None or metres_apart(lon, lat, self.near) <= self.radius_m


@dataclass(frozen=True, slots=True)
class Planted:
    """The whole file."""

    seed: int
    cases: int
    mix: Mapping[str, int]
    on_time: float
    effects: tuple[Effect, ...]

    def some(self, what: str) -> list[Effect]:
        """Return the effects of one sort."""
        return [effect for effect in self.effects if effect.what == what]


def read_planted(path: Path, last: date) -> Planted:
    """Read the file of planted effects for a history that ends on a day."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    effects = tuple(effect_of(row, last) for row in raw.pop("effects"))
    return Planted(**raw, effects=effects)


def effect_of(row: dict[str, object], last: date) -> Effect:
    """Turn one row of the file into an effect; its days count from the history's last one."""
    named = {"from_day": "start", "to_day": "end"}
    fields = {named.get(key, key): value for key, value in row.items()}
    for key in named.values():
        if key in fields:
            fields[key] = last + timedelta(days=fields[key])  # type: ignore[arg-type]
    for key in ("near", "months"):
        if key in fields:
            fields[key] = tuple(fields[key])  # type: ignore[arg-type]
    return Effect(**fields)  # type: ignore[arg-type]
