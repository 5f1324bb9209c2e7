"""What people say: places in words and the sentence of a report."""

from collections.abc import Sequence

import numpy as np

from gisgrid.demo.world import Kind, Leaf, Spot, metres_apart

SIDES = ("东侧", "西侧", "南侧", "北侧", "门口", "附近", "对面")
OPENINGS = ("", "", "", "您好，", "市民反映：", "巡查发现，", "请尽快处理：")
CLOSINGS = ("。", "。", "，请处理。", "，影响通行。", "，已经好几天了。", "，希望尽快解决。")


def place_words(
    leaf: Leaf, spots: Sequence[Spot], point: tuple[float, float], rng: np.random.Generator
) -> str:
    """Name the place as people do: the nearest named spot with a side, or the area."""
    near = [spot for spot in spots if metres_apart(*point, (spot.lon, spot.lat)) < 350]
    if not near:
        return f"{leaf.name}内"
    closest = min(near, key=lambda spot: metres_apart(*point, (spot.lon, spot.lat)))
    return closest.name + str(rng.choice(SIDES))


def story(kind: Kind, place: str, rng: np.random.Generator) -> str:
    """Write one report's text from its class and one of its filing conditions."""
    if kind.domain == "appeal":
        return (
            f"{rng.choice(OPENINGS[:5])}{kind.name}：{place}居民来电，{rng.choice(kind.conditions)}"
        )
    found = str(rng.choice(kind.conditions)).rstrip("。；")
    return f"{rng.choice(OPENINGS)}{place}{kind.name}，{found}{rng.choice(CLOSINGS)}"
