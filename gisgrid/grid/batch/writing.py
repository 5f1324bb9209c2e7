"""Writing the located points as GeoParquet or CSV, every column of the source kept."""

from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd

from gisgrid.grid.batch.answers import Answers
from gisgrid.grid.batch.areas import Areas
from gisgrid.grid.batch.files import BadFile
from gisgrid.grid.batch.points import Points
from gisgrid.kernel.cells import FIRST, defused
from gisgrid.kernel.datum import Datum

FORMATS = (".csv", ".parquet", ".geoparquet")


def require_writable(out: Path) -> None:
    """Refuse an output that could not be written, before any work is done."""
    if out.suffix.lower() not in FORMATS:
        raise BadFile(f"{out}: write to a .parquet or .csv file.")
    if not out.parent.is_dir():
        raise BadFile(f"{out}: the folder {out.parent} does not exist.")


def write(areas: Areas, points: Points, answers: Answers, out: Path) -> None:
    """Write the rows with what was found in columns that begin with located_."""
    require_writable(out)
    rows = pd.DataFrame(points.rows.drop(columns=_geometries(points.rows)))
    rows = rows.assign(**_found(areas, points, answers))
    if out.suffix.lower() == ".csv":
        _defused(rows).to_csv(out, index=False)
        return
    places = geopandas.points_from_xy(points.lon, points.lat)
    geopandas.GeoDataFrame(rows, geometry=places, crs=4326).to_parquet(out, index=False)


def _defused(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with no text that a spreadsheet would run; columns of numbers as they are."""
    texts = rows.select_dtypes(exclude=["number", "bool"]).columns
    return rows.assign(**{name: _safe(rows[name]) for name in texts}).rename(columns=defused)


def _safe(texts: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return a column defused; of millions of cells only those are read that begin suspiciously."""
    suspect = texts.astype(str).str[:1].isin(FIRST)
    return texts.where(~suspect, texts[suspect].map(defused)) if suspect.any() else texts


def _geometries(rows: pd.DataFrame) -> list[str]:
    return [rows.geometry.name] if isinstance(rows, geopandas.GeoDataFrame) else []


def _found(areas: Areas, points: Points, answers: Answers) -> dict[str, Any]:
    """Return the columns to add; the raw pair and its datum are kept where they differ."""
    border = np.where(np.isfinite(answers.border_m), answers.border_m, np.nan)
    raw = {
        "located_raw_lon": points.raw_lon,
        "located_raw_lat": points.raw_lat,
        "located_raw_datum": points.datum.value,
    }
    return {
        "located_area": areas.named(answers.face),
        "located_on_border": answers.on_border,
        "located_from_outside": answers.taken_from_outside,
        "located_border_m": border,
        "located_suspected_default": answers.on_default,
        "located_lon": points.lon,
        "located_lat": points.lat,
        **(raw if points.datum is not Datum.WGS84 else {}),
    }
