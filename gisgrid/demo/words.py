"""What people say: which classes are common, places in words, and the sentence of a report."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
import yaml

from gisgrid.demo.world import Kind, Leaf, Spot, metres_apart

SIDES = ("东侧", "西侧", "南侧", "北侧", "门口", "附近", "对面")
OPENINGS = ("", "", "", "您好，", "市民反映：", "巡查发现，", "请尽快处理：")
CLOSINGS = ("。", "。", "，请处理。", "，影响通行。", "，已经好几天了。", "，希望尽快解决。")
RARE = 0.4
EARSHOT_M = 350
EARSHOT_DEGREES = 0.0045
"""A little more than 350 m in latitude and, up to 45° north or south, in longitude."""


@dataclass(frozen=True, slots=True)
class Speech:
    """How often classes are reported, and what people say of appeals."""

    popular: Mapping[str, float]
    mended: str
    consulted: str
    settled: Sequence[str]
    appeals: Mapping[str, Sequence[str]]

    def weight(self, kind: Kind) -> float:
        """Return how common a class is."""
        fits = (times for words, times in self.popular.items() if re.search(words, kind.name))
        return next(fits, RARE)

    def story(self, kind: Kind, place: str, rng: np.random.Generator) -> str:
        """Write one report's text from its class."""
        if kind.name in self.appeals:
            return pick(self.appeals[kind.name], rng).format(place=place)
        found = pick(kind.conditions, rng).rstrip("。；")
        if found.startswith(kind.name):
            found = found.removeprefix(kind.name)
            return f"{pick(OPENINGS, rng)}{place}{kind.name}{found}{pick(CLOSINGS, rng)}"
        return f"{pick(OPENINGS, rng)}{place}{kind.name}，{found}{pick(CLOSINGS, rng)}"

    def settlement(self, kind: Kind, place: str, rng: np.random.Generator) -> str:
        """Write what a community says of a matter that it settled itself."""
        return pick(self.settled, rng).format(place=place, matter=kind.name)


def read_speech(path: Path) -> Speech:
    """Read the file of common classes and what is said."""
    return Speech(**yaml.safe_load(path.read_text(encoding="utf-8")))


def pick(words: Sequence[str], rng: np.random.Generator) -> str:
    """Draw one of several sentences."""
    return words[int(rng.integers(len(words)))]


def place_words(
    leaf: Leaf, spots: "Neighbourhood", point: tuple[float, float], rng: np.random.Generator
) -> str:
    """Name the place as people do: the nearest named spot with a side, or the area."""
    far = [(metres_apart(*point, (spot.lon, spot.lat)), spot) for spot in spots.around(*point)]
    heard = [one for one in far if one[0] < EARSHOT_M]
    if not heard:
        return f"{leaf.name}内"
    return min(heard, key=lambda one: one[0])[1].name + pick(SIDES, rng)


class Neighbourhood:
    """The named spots by squares a little wider than an earshot."""

    def __init__(self, spots: Sequence[Spot]) -> None:
        """Put every spot into its square."""
        self._squares: dict[tuple[int, int], list[Spot]] = {}
        for spot in spots:
            self._squares.setdefault(square(spot.lon, spot.lat), []).append(spot)

    def around(self, lon: float, lat: float) -> Iterator[Spot]:
        """Yield the spots of the place's square and of the eight around it."""
        x, y = square(lon, lat)
        for beside in product((x - 1, x, x + 1), (y - 1, y, y + 1)):
            yield from self._squares.get(beside, ())


def square(lon: float, lat: float) -> tuple[int, int]:
    """Return the square in which a place lies."""
    return math.floor(lon / EARSHOT_DEGREES), math.floor(lat / EARSHOT_DEGREES)
