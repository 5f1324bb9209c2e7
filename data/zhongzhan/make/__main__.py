"""Make the demo district again: `python -m data.zhongzhan.make [PART …] [--into FOLDER]`.

Parts are written in this order, because people, assets and places read the areas.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from data.zhongzhan.make import areas, assets, backdrop, days, people, places, stations
from data.zhongzhan.make.files import HERE

PARTS: Mapping[str, Callable[[Path], None]] = {
    "areas": areas.write,
    "stations": stations.write,
    "people": people.write,
    "assets": assets.write,
    "places": places.write,
    "backdrop": backdrop.write,
    "days": days.write,
}


def main() -> None:
    """Write the parts that were asked for, or all."""
    wishes = argparse.ArgumentParser(description=__doc__)
    wishes.add_argument("part", nargs="*", default=list(PARTS), help=", ".join(PARTS))
    wishes.add_argument("--into", type=Path, default=HERE, help="the folder to write into")
    asked = wishes.parse_args()
    for part in asked.part:
        PARTS[part](asked.into)
        print(f"{part}: written")


if __name__ == "__main__":
    main()
