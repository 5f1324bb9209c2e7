"""The operator's own base maps: what is refused is refused with the reason, a line a fault."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from gisgrid.maps import BadBasemaps, read_basemaps
from gisgrid.maps.basemaps import Basemap
from gisgrid.maps.style import style_document

ROADS: dict[str, Any] = {
    "id": "roads",
    "title": {"zh": "道路图", "en": "Roads"},
    "kind": "xyz",
    "url": "https://tiles.example.cn/{z}/{x}/{y}.png",
    "attribution": {"zh": "市测绘院", "en": "City survey"},
    "approval": "GS(2026)0001号",
}
TIANDITU = ROADS | {"id": "tianditu", "kind": "tianditu", "key": "abc123"}
del TIANDITU["url"]


def read(folder: Path, *given: dict[str, Any]) -> dict[str, Basemap]:
    path = folder / "basemaps.yaml"
    path.write_text(yaml.safe_dump({"basemaps": list(given)}, allow_unicode=True), "utf-8")
    return read_basemaps(path)


def pmtiles(folder: Path, kind: int) -> str:
    (folder / "town.pmtiles").write_bytes(b"PMTiles\x03" + bytes(91) + bytes([kind]) + bytes(27))
    return "town.pmtiles"


def test_without_a_file_there_is_the_own_backdrop_alone() -> None:
    assert read_basemaps(None) == {}


def test_tianditu_is_its_layers_on_eight_servers_with_the_key(tmp_path: Path) -> None:
    (found,) = read(tmp_path, TIANDITU).values()
    vec, cva = found.templates("zh")
    assert len(vec) == len(cva) == 8
    assert vec[0].startswith("https://t0.tianditu.gov.cn/vec_w/wmts?SERVICE=WMTS")
    assert "LAYER=cva" in cva[3]
    assert "TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=abc123" in cva[3]
    assert "LAYER=eva" in found.templates("en")[1][0]
    assert found.origins() == {f"https://t{n}.tianditu.gov.cn" for n in range(8)}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"url": "https://webrd01.is.autonavi.com/a?x={x}&y={y}&z={z}"}, "高德"),
        ({"url": "https://rt{s}.map.gtimg.com/{z}/{x}/{y}.png", "servers": "012"}, "腾讯"),
        ({"url": "https://maponline1.bdimg.com/?x={x}&y={y}&z={z}"}, "百度"),
        ({"datum": "gcj02"}, "GCJ-02"),
        ({"datum": "gcj02"}, "天地图"),
        ({"url": "ftp://a.cn/{z}/{x}/{y}"}, "http"),
        ({"url": "https://a.cn; script-src *"}, "host"),
        ({"url": "https://tiles.example.cn/map.png"}, "{z}"),
        ({"approval": " "}, "approval"),
        ({"colour": 1}, "colour"),
        ({"kind": "wmts"}, "layers"),
        ({"kind": "pmtiles", "url": []}, "file"),
        ({"kind": "pmtiles", "url": [], "file": "gone.pmtiles"}, "No such file"),
        ({"kind": "tianditu", "url": [], "key": ""}, "console.tianditu"),
        ({"id": "own"}, "already"),
        ({"zoom": [9, 3]}, "9 to 3"),
    ],
)
def test_a_fault_is_said_in_one_line(tmp_path: Path, changed: dict[str, Any], said: str) -> None:
    with pytest.raises(BadBasemaps) as refused:
        read(tmp_path, ROADS | changed)
    (line,) = str(refused.value).splitlines()
    assert line.startswith("basemaps.yaml: ")
    assert said in line


def test_every_base_map_has_its_faults_said(tmp_path: Path) -> None:
    with pytest.raises(BadBasemaps) as refused:
        read(tmp_path, ROADS | {"datum": "bd09"}, ROADS | {"id": "b", "approval": ""}, ROADS, ROADS)
    assert [line.split(": ")[1] for line in str(refused.value).splitlines()] == [
        "roads",
        "b",
        "roads",
    ]


def test_a_file_that_is_no_yaml_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "basemaps.yaml").write_text("a: [", "utf-8")
    with pytest.raises(BadBasemaps) as refused:
        read_basemaps(tmp_path / "basemaps.yaml")
    assert len(str(refused.value).splitlines()) == 1


def test_a_file_of_pictures_is_drawn_as_it_is(tmp_path: Path) -> None:
    given = ROADS | {"kind": "pmtiles", "url": [], "file": pmtiles(tmp_path, 2)}
    (found,) = read(tmp_path, given).values()
    assert found.templates("zh") == [["pmtiles:///tiles/ground/roads.pmtiles/{z}/{x}/{y}"]]
    assert found.origins() == set()


def test_a_file_of_vectors_says_how_it_is_drawn(tmp_path: Path) -> None:
    given = ROADS | {"kind": "pmtiles", "url": [], "file": pmtiles(tmp_path, 1)}
    with pytest.raises(BadBasemaps, match="style"):
        read(tmp_path, given)
    layer = {"type": "line", "source-layer": "roads", "paint": {"line-color": "@road"}}
    (found,) = read(tmp_path, given | {"style": [layer]}).values()
    style = style_document([], 1, None, theme="dark", lang="zh", ground=found)
    drawn = style["layers"][-1]
    assert (drawn["source"], drawn["paint"]["line-color"]) == ("ground-0", "#262d34")


def test_the_corner_of_the_map_says_source_and_approval(tmp_path: Path) -> None:
    given = ROADS | {"attribution": {"zh": "<b>市测绘院", "en": "City survey"}}
    (found,) = read(tmp_path, given).values()
    for lang, said in (
        ("zh", "&lt;b&gt;市测绘院 · 审图号：GS(2026)0001号"),
        ("en", "City survey · Map approval no. GS(2026)0001号"),
    ):
        style = style_document([], 1, None, theme="light", lang=lang, ground=found)  # type: ignore[arg-type]
        assert style["sources"]["ground-0"]["attribution"] == said
        assert [one["id"] for one in style["layers"]] == ["ground", "ground-0"]
