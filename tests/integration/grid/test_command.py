import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from gisgrid.cli.grid import app
from gisgrid.grid import files
from gisgrid.kernel.settings import settings
from gisgrid.run import Urls
from tests.unit.grid_slice.town import cell, reshaped, town

NAMES = ("district", "subdistrict", "community", "basic_grid")
LEVELS = [word for name in NAMES for word in ("--level", name)]


@pytest.fixture
def database(own_database: Urls, monkeypatch: pytest.MonkeyPatch) -> Iterator[Urls]:
    monkeypatch.setenv("GISGRID_DATABASE_URL", own_database.app)
    settings.cache_clear()
    yield own_database
    settings.cache_clear()


def gisgrid_grid(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def layers(folder: Path) -> list[Path]:
    """Write the town as one file for each level, coarsest first."""
    paths = []
    for level in NAMES:
        paths.append(folder / f"{level}.geojson")
        files.write_areas([a for a in town() if a.level == level], paths[-1])
    return paths


def test_a_coverage_is_imported_published_and_exported_again(
    database: Urls, tmp_path: Path
) -> None:
    paths = layers(tmp_path)
    only_checked = gisgrid_grid("import", *paths, *LEVELS, "--dry-run")
    assert only_checked.exit_code == 0, only_checked.output
    assert "one" not in gisgrid_grid("editions").output
    loaded = gisgrid_grid("import", *paths, *LEVELS, "--edition", "one")
    assert loaded.exit_code == 0, loaded.output
    assert "draft" in gisgrid_grid("editions").output
    assert gisgrid_grid("problems", "one").exit_code == 0
    published = gisgrid_grid("publish", "one", "--valid-from", "2025-01-01")
    assert "2025-01-01T00:00:00+08:00" in published.output
    whole = tmp_path / "whole.gpkg"
    assert gisgrid_grid("export", whole).exit_code == 0
    broken = tmp_path / "broken.geojson"
    files.write_areas(reshaped(town(), "A1", cell(0, 0, 1.2, 1)), broken)
    refused = gisgrid_grid("import", broken, "--edition", "two")
    assert (refused.exit_code, "two" in gisgrid_grid("editions").output) == (2, False)
    again = gisgrid_grid("import", whole, "--edition", "two", "--valid-from", "2025-06-01")
    assert again.exit_code == 0, again.output
    assert "retired" in gisgrid_grid("editions").output


def test_a_broken_file_is_refused_with_its_problems_as_a_table_and_as_geojson(
    tmp_path: Path,
) -> None:
    path, problems = tmp_path / "town.geojson", tmp_path / "problems.geojson"
    files.write_areas(reshaped(town(), "A1", cell(0, 0, 1.2, 1)), path)
    found = gisgrid_grid("check", path, "--problems", problems, "--lang", "en")
    assert found.exit_code == 1
    assert "overlaps A2" in " ".join(found.output.split())
    features = json.loads(problems.read_text(encoding="utf-8"))["features"]
    assert "overlap" in {one["properties"]["kind"] for one in features}
    assert gisgrid_grid("check", path, "--repair").exit_code == 0


def test_files_and_levels_must_match(tmp_path: Path) -> None:
    path = tmp_path / "town.geojson"
    files.write_areas(town(), path)
    refused = gisgrid_grid("check", path, "--level", "district", "--level", "community")
    assert "--level" in str(refused.exception)


def test_a_deployment_names_levels_of_its_own(tmp_path: Path) -> None:
    paths = layers(tmp_path)[:2]
    named = ["--level", "city=市", "--level", "ward=区"]
    assert gisgrid_grid("check", *paths, *named).exit_code == 0
