"""Write every asset of the district, one file for each group."""

from __future__ import annotations

from pathlib import Path

from data.zhongzhan.make import facilities, waters, works
from data.zhongzhan.make.cameras import cameras
from data.zhongzhan.make.files import Feature, source, write_shapes, write_table


def groups(folder: Path) -> dict[str, list[Feature]]:
    """Return the features of every file."""
    return {
        "cameras": cameras(folder),
        "water": [
            *waters.river_points(),
            *waters.bridge_points(),
            *waters.reaches(),
            *waters.culverts(),
        ],
        "sites": list(works.site_assets()),
        "greens": list(works.greens()),
        "estates": [
            *works.compound_assets(folder),
            *facilities.sheds(folder),
            *facilities.doors(folder),
        ],
        "utilities": [*facilities.docks(), *facilities.covers()],
        "roads": list(waters.highway()),
    }


def write(folder: Path) -> None:
    """Write the kinds and the assets."""
    write_table(folder / "asset_kinds.csv", source("asset_kinds.csv"))
    for name, features in groups(folder).items():
        write_shapes(folder / "assets" / f"{name}.geojson", features)
