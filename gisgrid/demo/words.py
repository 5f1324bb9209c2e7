"""What people say: which classes are common, places in words, and the sentence of a report."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


def read_speech(path: Path) -> Speech:
    """Read the file of common classes and what is said."""
    return Speech(**yaml.safe_load(path.read_text(encoding="utf-8")))


def pick(words: Sequence[str], rng: np.random.Generator) -> str:
    """Draw one of several sentences."""
    return words[int(rng.integers(len(words)))]


def place_words(
    leaf: Leaf, spots: Sequence[Spot], point: tuple[float, float], rng: np.random.Generator
) -> str:
    """Name the place as people do: the nearest named spot with a side, or the area."""
    heard = [spot for spot in spots if within_earshot(spot, point)]
    if not heard:
        return f"{leaf.name}内"
    closest = min(heard, key=lambda spot: metres_apart(*point, (spot.lon, spot.lat)))
    return closest.name + pick(SIDES, rng)


def within_earshot(spot: Spot, point: tuple[float, float]) -> bool:
    """Tell whether a spot is so near that people would name it; a box first, then the circle."""
    if abs(spot.lat - point[1]) > EARSHOT_DEGREES or abs(spot.lon - point[0]) > EARSHOT_DEGREES:
        return False
    return metres_apart(*point, (spot.lon, spot.lat)) < EARSHOT_M
