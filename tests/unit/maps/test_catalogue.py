"""Layers as files: what is wrong with one is said, and the style is composed of all."""

import json
from pathlib import Path
from typing import get_args

import pytest
import yaml

from gisgrid.maps.catalogue import BadLayer, Layer, Theme, catalogue, layer_files
from gisgrid.maps.layer_parts import Lang
from gisgrid.maps.rules import Box
from gisgrid.maps.schemas import LayerOut
from gisgrid.maps.style import base, style_document
from tools.layers import main as layers_page

BOX = Box(113.0, 35.0, 113.2, 35.4)
FIELDS = {"name": {"zh": "名", "en": "Name", "means": {"zh": "名", "en": "Its name"}}}
LEAST = {
    "id": "well",
    "title": {"zh": "井", "en": "Wells"},
    "group": {"zh": "部件", "en": "Assets"},
    "order": 1,
    "icon": "disc",
    "source": "layer_well",
    "geometry": "point",
    "zoom": [10, 20],
    "audience": {"public": True},
    "fields": FIELDS,
    "style": [{"type": "circle", "paint": {"circle-color": "@asset"}}],
}


def read(folder: Path, **changed: object) -> Layer:
    path = folder / "well.yaml"
    path.write_text(yaml.safe_dump(LEAST | changed, allow_unicode=True), encoding="utf-8")
    return Layer.read(path)


def test_a_new_layer_is_one_file(tmp_path: Path) -> None:
    layer = read(tmp_path)
    assert (layer.id, layer.shown, layer.columns()) == ("well", True, ("name",))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"id": "other"}, "name the file other.yaml"),
        ({"popup": ["depth"]}, "depth"),
        ({"colour": "red"}, "colour"),
        ({"zoom": ["near", "far"]}, "zoom"),
        ({"title": {"zh": "井"}}, "title.en"),
        ({"fields": {"owner": "book"}}, "fields.owner: book is none of register"),
        ({"fields": {"depth": "register"}}, "fields.depth: register has code, name"),
    ],
)
def test_a_bad_file_is_refused_with_the_reason(
    tmp_path: Path, changed: dict[str, object], said: str
) -> None:
    with pytest.raises(BadLayer, match=said):
        read(tmp_path, **changed)


def test_what_the_register_describes_is_not_written_again(tmp_path: Path) -> None:
    layer = read(tmp_path, fields={"owner": "register"} | FIELDS)
    assert (layer.columns(), layer.fields["owner"].zh) == (("name", "owner"), "权属单位")


def test_a_file_that_is_no_yaml_is_refused_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "well.yaml"
    path.write_text("id: [", encoding="utf-8")
    with pytest.raises(BadLayer, match=r"well\.yaml"):
        Layer.read(path)


def test_every_layer_says_every_field_in_both_languages() -> None:
    assert set(catalogue()) == {path.stem for path in layer_files()}
    for layer in catalogue().values():
        for words in (layer.title, layer.group, *layer.fields.values(), *layer.legend):
            assert words.zh.strip()
            assert words.en.strip()


@pytest.mark.parametrize("theme", get_args(Theme))
@pytest.mark.parametrize("lang", get_args(Lang))
def test_the_style_is_whole_in_every_theme_and_language(theme: Theme, lang: Lang) -> None:
    document = style_document(list(catalogue().values()), 7, BOX, theme=theme, lang=lang)
    assert "@" not in json.dumps(document)
    ids = [layer["id"] for layer in document["layers"]]
    assert len(ids) == len(set(ids))
    drawn = [layer for layer in document["layers"] if layer["type"] != "background"]
    assert {layer["source"] for layer in drawn} == set(document["sources"])
    assert document["metadata"]["bounds"] == (113.0, 35.0, 113.2, 35.4)
    assert document["sources"]["grid"]["tiles"] == ["/tiles/7/grid/{z}/{x}/{y}.mvt"]


def test_both_palettes_name_the_same_colours() -> None:
    palette = base()["palette"]
    assert palette["light"].keys() == palette["dark"].keys()


def test_names_speak_the_language_that_was_asked_for() -> None:
    layers = list(catalogue().values())
    spoken = {
        lang: json.dumps(style_document(layers, 1, None, theme="light", lang=lang)["layers"])
        for lang in get_args(Lang)
    }
    assert "name_en" not in spoken["zh"]
    assert "name_en" in spoken["en"]


def test_points_take_over_from_hexagons_only_for_who_sees_them() -> None:
    def ceiling(*names: str) -> float:
        layers = [catalogue()[name] for name in names]
        drawn = style_document(layers, 1, None, theme="light", lang="zh")["layers"]
        return max(float(one["maxzoom"]) for one in drawn if one.get("source") == "case_count")

    assert ceiling("case_count") > 20
    assert ceiling("case_count", "case") == 15


def test_the_catalogue_says_where_tiles_are() -> None:
    said = {name: LayerOut.of(layer).tiles for name, layer in catalogue().items()}
    assert said["case"] == "/tiles/case/{z}/{x}/{y}.mvt"
    assert said["border"] == "/tiles/{edition}/grid/{z}/{x}/{y}.mvt"


def test_the_page_of_layers_is_as_their_files_say() -> None:
    assert layers_page(["--check"]) == 0, "python -m tools.layers"
