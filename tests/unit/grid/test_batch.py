import json
from collections.abc import Sequence
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry.base import BaseGeometry
from typer.testing import CliRunner, Result

from gisgrid.cli import app_of, main
from gisgrid.grid.batch import BadFile, suspected_defaults
from gisgrid.grid.coverage import FlawKind, flaws_of
from gisgrid.grid.locator import BrokenCoverage
from gisgrid.kernel.datum import BadCoordinates, from_wgs84
from gisgrid.kernel.errors import Invalid

WEST_AND_EAST = [shapely.box(113.0, 35.0, 113.1, 35.1), shapely.box(113.1, 35.0, 113.2, 35.1)]


@pytest.fixture
def areas(tmp_path: Path) -> Path:
    return written(tmp_path / "areas.geojson", WEST_AND_EAST, ["west", "east"])


def written(path: Path, shapes: list[shapely.Polygon], names: list[str]) -> Path:
    geopandas.GeoDataFrame({"name": names}, geometry=shapes, crs=4326).to_file(path)
    return path


def points(path: Path, rows: Sequence[tuple[object, ...]], *more: str) -> Path:
    pd.DataFrame(rows, columns=["lon", "lat", *more]).to_csv(path, index=False)
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(app_of(["locate"]), ["locate", *map(str, words)])


def summary(*words: object) -> dict[str, object]:
    done = run(*words, "--json")
    assert done.exception is None, done.exception
    found: dict[str, object] = json.loads(done.stdout)
    return found


def located(out: Path) -> list[str]:
    return pd.read_csv(out, keep_default_na=False)["located_area"].tolist()


def test_each_point_gets_its_area_and_a_shared_border_its_east_side(
    areas: Path, tmp_path: Path
) -> None:
    rows = [(113.05, 35.05), (113.15, 35.05), (113.1, 35.05), (113.3, 35.05)]
    found = summary(
        points(tmp_path / "p.csv", rows), "--areas", areas, "--area-key", "name",
        "--out", tmp_path / "out.csv",
    )  # fmt: skip

    assert located(tmp_path / "out.csv") == ["west", "east", "east", ""]
    assert (found["points"], found["located"], found["on_border"], found["outside"]) == (4, 3, 1, 1)


def test_points_outside_but_near_are_taken_and_flagged(areas: Path, tmp_path: Path) -> None:
    rows = [(113.2001, 35.05), (113.21, 35.05), (113.10005, 35.05)]
    out = tmp_path / "out.csv"
    found = summary(
        points(tmp_path / "p.csv", rows), "--areas", areas, "--area-key", "name",
        "--near", 20, "--out", out,
    )  # fmt: skip

    assert located(out) == ["east", "", "east"]
    assert pd.read_csv(out)["located_from_outside"].tolist() == [True, False, False]
    assert pd.read_csv(out)["located_border_m"][0] == pytest.approx(9.1, abs=0.1)
    assert (found["taken_from_outside"], found["near_border"], found["outside"]) == (1, 2, 1)


def test_the_default_point_is_found_and_left_out_of_the_second_agreement(
    areas: Path, tmp_path: Path
) -> None:
    rows: list[tuple[object, ...]] = [(113.001 + k / 2000, 35.05, "west") for k in range(100)]
    rows += [(113.15, 35.02, "west")] * 50 + [(113.01, 35.01, "")]
    found = summary(
        points(tmp_path / "p.csv", rows, "district"), "--areas", areas, "--area-key", "name",
        "--expect", "district",
    )  # fmt: skip

    assert found["suspected_defaults"] == [{"lon": 113.15, "lat": 35.02, "rows": 50}]
    assert found["suspected_default_points"] == 1
    assert found["expected_rows"] == 150
    assert found["agree"] == pytest.approx(100 / 150)
    assert found["agree_without_defaults"] == 1.0


def test_a_busy_corner_among_busy_corners_is_no_default() -> None:
    rng = np.random.default_rng(5)
    corner = rng.zipf(1.5, 20_000) % 1000
    assert suspected_defaults(113 + corner / 1e4, 35 + corner / 1e4) == ()


def test_gcj02_points_are_turned_and_their_raw_pair_is_kept(areas: Path, tmp_path: Path) -> None:
    shown = from_wgs84(113.0999, 35.05, "gcj02")
    out = tmp_path / "out.parquet"
    file = points(tmp_path / "p.csv", [shown])

    summary(file, "--areas", areas, "--area-key", "name", "--datum", "gcj02", "--out", out)
    row = geopandas.read_parquet(out).iloc[0]

    assert row["located_area"] == "west"
    assert row.geometry.x == pytest.approx(113.0999, abs=1e-8)
    assert (row["located_raw_lon"], row["located_raw_datum"]) == (shown[0], "gcj02")


def test_the_projection_of_a_file_is_honoured(areas: Path, tmp_path: Path) -> None:
    frame = geopandas.GeoDataFrame(geometry=[shapely.Point(113.05, 35.05)], crs=4326)
    frame.to_crs(4547).to_file(tmp_path / "p.gpkg")

    found = summary(tmp_path / "p.gpkg", "--areas", areas, "--area-key", "name")

    assert found["located"] == 1


def overlapping(tmp_path: Path) -> Path:
    shapes = [shapely.box(113.0, 35.0, 113.11, 35.1), WEST_AND_EAST[1]]
    return written(tmp_path / "bad.geojson", shapes, ["west", "east"])


def test_a_broken_coverage_is_mended_and_every_repair_listed(tmp_path: Path) -> None:
    file = points(tmp_path / "p.csv", [(113.05, 35.05), (113.105, 35.05)])

    found = summary(file, "--areas", overlapping(tmp_path), "--area-key", "name")

    assert found["located"] == 2
    assert found["repairs"] == ["overlap: west and east (about 10,144,842 m²)"]


def test_a_broken_coverage_is_refused_when_strict(tmp_path: Path) -> None:
    file = points(tmp_path / "p.csv", [(113.05, 35.05)])
    done = run(file, "--areas", overlapping(tmp_path), "--area-key", "name", "--strict")

    assert isinstance(done.exception, BrokenCoverage)
    assert "overlap: west and east" in str(done.exception)


@pytest.mark.parametrize(
    ("rows", "key", "said"),
    [
        ([(35.05, 113.05)], "name", "swapped"),
        ([(float("nan"), 35.0)], "name", "no row has numbers"),
        ([(113.05, 35.05)], "code", "no column 'code'; its columns are name"),
        ([], "name", "holds no rows"),
    ],
)
def test_bad_input_is_answered_with_what_is_wrong(
    rows: list[tuple[object, ...]], key: str, said: str, areas: Path, tmp_path: Path
) -> None:
    done = run(points(tmp_path / "p.csv", rows), "--areas", areas, "--area-key", key)

    assert isinstance(done.exception, BadFile | BadCoordinates)
    assert said in str(done.exception)


def test_swapped_pairs_that_are_places_elsewhere_are_questioned(tmp_path: Path) -> None:
    areas = written(tmp_path / "b.geojson", [shapely.box(-71.2, 42.2, -71.0, 42.4)], ["B"])
    done = run(points(tmp_path / "p.csv", [(42.3, -71.1)]), "--areas", areas, "--area-key", "name")

    assert isinstance(done.exception, BadFile)
    assert "swapped" in str(done.exception)


def test_files_that_cannot_be_used_are_named(areas: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.gpkg").write_bytes(b"no table")
    for file in (tmp_path / "none.csv", tmp_path / "broken.gpkg"):
        done = run(file, "--areas", areas, "--area-key", "name")
        assert isinstance(done.exception, Invalid)
        assert file.name in str(done.exception)


def test_bad_input_ends_with_one_line_and_code_2(
    areas: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    words = ["gisgrid", "locate", str(tmp_path / "none.csv"), "--areas", str(areas)]
    monkeypatch.setattr("sys.argv", [*words, "--area-key", "name"])

    with pytest.raises(SystemExit) as ended:
        main()

    said = capfd.readouterr().err.strip().splitlines()
    assert ended.value.code == 2
    assert said[-1].endswith("none.csv: there is no such file.")
    assert not any("Traceback" in line for line in said)


def test_every_kind_of_flaw_is_told_apart() -> None:
    one, two = WEST_AND_EAST
    bow = shapely.Polygon([(113.2, 35), (113.3, 35.1), (113.3, 35), (113.2, 35.1)])
    edge = shapely.Polygon([(113, 35.1), (113.05, 35.1), (113.1, 35.1), (113.1, 35.2), (113, 35.2)])

    def kinds(*shapes: BaseGeometry) -> set[FlawKind]:
        return {flaw.kind for flaw in flaws_of(shapes, gap_degrees=1e-5)}

    assert kinds(one, two) == set()
    assert kinds(one, one) == {FlawKind.DUPLICATE}
    assert kinds(one, shapely.Polygon()) == {FlawKind.EMPTY}
    assert kinds(one, shapely.Point(1, 1)) == {FlawKind.NOT_POLYGON}
    assert kinds(one, bow) == {FlawKind.INVALID}
    assert kinds(one, edge) == {FlawKind.EDGE}


def test_no_text_of_a_csv_is_a_formula_and_numbers_stay_numbers(
    areas: Path, tmp_path: Path
) -> None:
    rows = [(113.05, 35.05, "=1+1", "-7.5"), (113.105, 35.05, "路灯", "8")]
    file = tmp_path / "p.csv"
    pd.DataFrame(rows, columns=["lon", "lat", "@note", "depth"]).to_csv(file, index=False)
    out = tmp_path / "out.csv"
    run(file, "--areas", areas, "--area-key", "name", "--out", out)
    found = pd.read_csv(out)
    assert found["'@note"].tolist() == ["'=1+1", "路灯"]
    assert found["depth"].tolist() == [-7.5, 8]


def framed(shapes: Sequence[object], names: Sequence[object]) -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame({"name": list(names)}, geometry=list(shapes), crs=4326)


def keyed(points_file: Path, areas_file: Path, *more: str) -> tuple[object, ...]:
    return (points_file, "--areas", areas_file, "--area-key", "name", *more)


@pytest.mark.parametrize("names", [[None, "b"], ["a", " "]])
def test_areas_without_a_key_of_their_own_are_refused(tmp_path: Path, names: list[object]) -> None:
    framed(WEST_AND_EAST, names).to_parquet(tmp_path / "a.parquet")
    few = points(tmp_path / "p.csv", [(113.05, 35.05)])
    assert "has no key" in str(run(*keyed(few, tmp_path / "a.parquet")).exception)


def test_areas_that_are_none_or_lie_on_no_earth_are_refused(tmp_path: Path) -> None:
    few = points(tmp_path / "p.csv", [(113.05, 35.05)])
    framed(WEST_AND_EAST, "ab").iloc[:0].to_parquet(tmp_path / "none.parquet")
    turned = [shapely.transform(one, lambda xy: xy[:, ::-1]) for one in WEST_AND_EAST]
    framed(turned, "ab").to_parquet(tmp_path / "swapped.parquet")
    for name, said in (("none", "holds no areas"), ("swapped", "swapped")):
        assert said in str(run(*keyed(few, tmp_path / f"{name}.parquet")).exception)


def test_keys_that_are_numbers_agree_with_what_was_recorded(tmp_path: Path) -> None:
    framed(WEST_AND_EAST, [1.0, 2.0]).to_parquet(tmp_path / "a.parquet")
    few = points(tmp_path / "p.csv", [(113.05, 35.05, "1"), (113.15, 35.05, "2")], "was")
    assert summary(*keyed(few, tmp_path / "a.parquet", "--expect", "was"))["agree"] == 1


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
@pytest.mark.parametrize("cut", [",", ";", "\t"])
def test_points_are_read_however_a_spreadsheet_writes_them(
    areas: Path, tmp_path: Path, encoding: str, cut: str
) -> None:
    text = cut.join(["经度", "纬度", "说明"]) + "\r\n" + cut.join(["113.05", "35.05", "中"])
    (tmp_path / "p.csv").write_bytes(text.encode(encoding))
    assert summary(*keyed(tmp_path / "p.csv", areas))["located"] == 1


def test_a_multipoint_of_one_point_is_that_point(areas: Path, tmp_path: Path) -> None:
    framed([shapely.MultiPoint([(113.05, 35.05)])], ["p"]).to_file(tmp_path / "p.gpkg")
    assert summary(*keyed(tmp_path / "p.gpkg", areas))["located"] == 1


def test_what_vanishes_on_the_lattice_is_no_flaw(tmp_path: Path) -> None:
    off = [WEST_AND_EAST[0], shapely.box(113.1 - 1e-12, 35.0, 113.2, 35.1)]
    framed(off, "ab").to_parquet(tmp_path / "a.parquet")
    few = points(tmp_path / "p.csv", [(113.05, 35.05)])
    assert summary(*keyed(few, tmp_path / "a.parquet", "--strict"))["repairs"] == []
