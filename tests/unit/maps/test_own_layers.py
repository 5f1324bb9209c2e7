"""Layers of the operator's own: what does not fit together is said in one line a fault."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gisgrid.cli.layers import app
from gisgrid.maps import catalogue, own_faults
from gisgrid.maps.checking import faults_in
from gisgrid.maps.functions import function_files

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "layers"
Change = Callable[..., Path]


@pytest.fixture
def changed(tmp_path: Path) -> Change:
    """The example's folder, with one thing in one of its files replaced."""

    def folder(kind: str, old: str, new: str) -> Path:
        own = tmp_path / "own"
        shutil.copytree(EXAMPLE, own)
        (path,) = own.glob(f"*.{kind}")
        given = path.read_text("utf-8")
        assert old in given
        path.write_text(given.replace(old, new, 1), "utf-8")
        return own

    return folder


def test_the_example_and_the_built_in_layers_have_no_fault() -> None:
    assert own_faults(EXAMPLE) == []
    assert faults_in(list(catalogue().values()), function_files()) == []


@pytest.mark.parametrize(
    ("kind", "old", "new", "said"),
    [
        ("sql", "code text", "kode text", "street_lamp.yaml has the field code"),
        ("sql", "code text", "code text, height int", "height"),
        ("sql", "id bigint, ", "", "no column id"),
        ("sql", "STABLE", "VOLATILE", "must be STABLE"),
        ("sql", "STABLE", "STABLE SECURITY DEFINER", "rights"),
        ("sql", "CREATE FUNCTION", "DROP TABLE asset; CREATE FUNCTION", "DROP TABLE asset"),
        ("sql", "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", "nothing but CREATE FUNCTION"),
        ("sql", "map.layer_street", "public.layer_street", "nothing but CREATE FUNCTION map"),
        ("sql", "FROM asset a", "FROM case_file a", "case_file without a scope"),
        ("yaml", "id: street_lamp", "id: case", "name the file case.yaml"),
        ("yaml", "type: symbol", "type: fill", "fill does not draw points"),
        ("yaml", "@asset", "@beige", "no colour beige"),
        ("yaml", "zoom: [14, 22]", "zoom: [22, 14]", "zoom"),
        ("yaml", "en: Street lamps", 'en: ""', "title: no words in en"),
        ("yaml", "roles: [signed]", "roles: [mayor]", "no role mayor"),
        ("yaml", "source: layer_", "source: layers_", "no file layers_street_lamp.sql"),
        ("yaml", "reads: [asset]", "reads: [asset]\nscoped: cases", "cases_in_sight"),
        ("yaml", "icon-size: 0.6", "icon-size: [get, height]", "field height"),
        ("yaml", "popup: [code]", "popup: [height]", "height"),
        ("yaml", "title:", "bundle: grid\ntitle:", "edition alone"),
    ],
)
def test_what_does_not_fit_is_said(
    changed: Change, kind: str, old: str, new: str, said: str
) -> None:
    found = own_faults(changed(kind, old, new))
    assert any(said in f"{one.file}: {one.text}" for one in found), found


def test_a_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    shutil.copy(catalogue_file("culvert.yaml"), tmp_path)
    (tmp_path / "layer_culvert.sql").write_text("", "utf-8")
    found = {one.text for one in own_faults(tmp_path)}
    assert any("a layer culvert already" in text for text in found)
    assert "there is such a function already" in found


def catalogue_file(name: str) -> Path:
    return Path(__file__).parents[3] / "layers" / name


def test_the_command_prints_a_table_and_ends_with_2(changed: Change) -> None:
    asked = CliRunner().invoke(app, ["check", str(changed("sql", "STABLE", "VOLATILE"))])
    assert asked.exit_code == 2
    assert "must be STABLE" in asked.output
    good = CliRunner().invoke(app, ["check", str(EXAMPLE)])
    assert (good.exit_code, good.output.strip()) == (0, "0 个问题 · 0 problems")
