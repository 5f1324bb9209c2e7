"""Files of shapes: one layer of them, in lon and lat of WGS84."""

import warnings
from pathlib import Path
from typing import Final

import geopandas
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS
from pyproj.transformer import TransformerGroup

from gisgrid.kernel.errors import Invalid

LAYER: Final = "|layername="
"""Stands between a file and one of its layers, as QGIS writes it."""
DEGREES: Final = (4326, 4490)
"""WGS84 and CGCS2000, which is the same to the centimetre."""
TAKEN_AS_IT_IS: Final = ("china 2000", "world geodetic system 1984", "unknown")
"""Datums of the same ground, and a city's own system, whose makers know what they wrote down."""


def file_of(path: Path) -> Path:
    """Return the file itself, without the layer that may stand behind it."""
    return Path(str(path).partition(LAYER)[0])


def read_layer(path: Path) -> geopandas.GeoDataFrame:
    """Read the only layer of a file that GDAL knows, or the one named as `FILE|layername=NAME`.

    Raises:
        Invalid: it is empty, no such file, or holds several layers and none is named.
    """
    file, _, layer = str(path).partition(LAYER)
    if Path(file).is_file() and not Path(file).stat().st_size:
        raise Invalid(f"{file}: 文件是空的 · the file is empty.")
    try:
        return geopandas.read_file(file, layer=layer or _only_layer(file))
    except (DataSourceError, DataLayerError) as cause:
        why = str(cause).partition("; It might help")[0].rstrip(".")
        raise Invalid(
            f"{file}: 读不出图形 · cannot be read as a file of shapes ({why})."
        ) from cause


def _only_layer(file: str) -> str | None:
    names = [str(name) for name, kind in pyogrio.list_layers(file) if kind is not None]
    if len(names) > 1:
        raise Invalid(
            f"{file}: 有多个图层（{'、'.join(names)}），请写明一个 · name one of its layers, "
            f"as '{file}{LAYER}{names[0]}'."
        )
    return None


def in_degrees(frame: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Return shapes in lon, lat of WGS84 by their own CRS; none given means they are so already.

    Raises:
        Invalid: no transformation from that CRS is published (Xian 1980): what a library does
            then is off by a hundred metres, in silence.
    """
    if frame.crs is None or frame.crs.to_epsg() in DEGREES:
        return frame
    _refuse_guess(frame.crs)
    return frame.to_crs(4326)


def _refuse_guess(crs: CRS) -> None:
    datum = getattr(crs.geodetic_crs, "datum", None)
    named = datum.name.replace("_", " ").lower() if datum is not None else ""
    if not named or any(one in named for one in TAKEN_AS_IT_IS):
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a grid is not there, which would be better still
        ways = TransformerGroup(crs, 4326, always_xy=True).transformers
    if not ways or "Ballpark" in ways[0].description:
        raise Invalid(
            f"坐标系 {crs.name} 到 WGS84 没有公开的转换参数，直接套用会偏差上百米；"
            "请测绘单位先转换为 CGCS2000 · no transformation from this CRS is published: have it "
            "turned into CGCS2000 first."
        )
