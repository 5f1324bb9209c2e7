"""Files of shapes: their one layer, and the coordinate systems that can be turned."""

from pathlib import Path

import geopandas
import pytest
from shapely import Point

from gisgrid.kernel.errors import Invalid
from gisgrid.kernel.shapes import in_degrees, read_layer

HERE = geopandas.GeoDataFrame({"name": ["here"]}, geometry=[Point(113.17, 35.24)], crs=4326)


def test_of_several_layers_one_must_be_named(tmp_path: Path) -> None:
    for layer in ("areas", "roads"):
        HERE.assign(name=layer).to_file(tmp_path / "two.gpkg", layer=layer)
    with pytest.raises(Invalid, match=r"areas、roads.*\|layername=areas"):
        read_layer(tmp_path / "two.gpkg")
    assert read_layer(Path(f"{tmp_path}/two.gpkg|layername=roads"))["name"].tolist() == ["roads"]
    with pytest.raises(Invalid, match="nosuch"):
        read_layer(Path(f"{tmp_path}/two.gpkg|layername=nosuch"))


@pytest.mark.parametrize(("content", "said"), [(b"", "empty"), (b"nothing", "cannot be read")])
def test_what_holds_no_shapes_is_refused_in_a_sentence(
    tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / "x.geojson").write_bytes(content)
    with pytest.raises(Invalid, match=said):
        read_layer(tmp_path / "x.geojson")


@pytest.mark.parametrize("srid", [3857, 4490, 4547, 32649])
def test_what_lies_on_the_same_ground_is_turned_into_degrees(tmp_path: Path, srid: int) -> None:
    HERE.to_crs(srid).to_file(tmp_path / "here.shp")
    back = in_degrees(read_layer(tmp_path / "here.shp")).geometry[0]
    assert (round(back.x, 7), round(back.y, 7)) == (113.17, 35.24)


@pytest.mark.parametrize("srid", [2383, 4610, 4555])
def test_xian_1980_is_not_guessed(srid: int) -> None:
    with pytest.raises(Invalid, match="CGCS2000"):
        in_degrees(HERE.set_crs(srid, allow_override=True))
