"""Load a district's grid from its folder of GeoJSON files, once."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import shapely
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.grid.book import EditionRef
from gisgrid.grid.rules.given import GivenArea, GivenLevel
from gisgrid.grid.service.books import current_edition
from gisgrid.grid.service.importing import ImportOptions, import_coverage
from gisgrid.grid.service.publishing import publish

LEVELS = (
    GivenLevel("district", 0, "区县", "District"),
    GivenLevel("subdistrict", 1, "街道（乡镇）", "Subdistrict"),
    GivenLevel("community", 2, "社区（村）", "Community"),
    GivenLevel("basic_grid", 3, "基础网格", "Basic grid"),
)
"""The levels of the demo district; another deployment names its own when it imports."""
FIRST, SINCE = "2024-01", datetime(2023, 12, 31, 16, tzinfo=UTC)
"""The demo's first edition holds from New Year 2024 in China, before its first case."""


def load_grid(
    tx: Session, folder: Path, *, name: str = FIRST, valid_from: datetime = SINCE
) -> EditionRef:
    """Load and publish the areas of a district's folder, unless an edition is there already."""
    if tx.scalar(text("SELECT count(*) FROM edition")):
        return current_edition(tx)
    files = sorted((folder / "areas").glob("*.geojson"))
    given = [_area(feature) for path in files for feature in _features(path)]
    import_coverage(tx, given, LEVELS, ImportOptions(edition=name, fresh=True))
    return publish(tx, name, valid_from)


def _features(path: Path) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["features"]
    return features


def _area(feature: dict[str, Any]) -> GivenArea:
    row = feature["properties"]
    return GivenArea(
        level=row["level"],
        code=row["code"],
        code_list=row["code_list"],
        name=row["name_zh"],
        shape=shapely.geometry.shape(feature["geometry"]),
        name_en=row["name_en"],
        parent_code=row["parent_code"] or None,
        kind=row["kind"],
        households=row["households"],
        synthetic=row["synthetic"],
    )
