"""Exactly on a border, on a corner and one unit beside: one area answers, whoever is asked."""

from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from gisgrid import cases, grid
from gisgrid.cases import CaseFile, NewReport, Source
from gisgrid.cli import app_of
from gisgrid.grid.locator import UNITS, Arcs, Locator
from gisgrid.kernel.settings import settings
from tests.journeys.office import Office, ok
from tests.unit.grid.hard_points import hard_points

Points = list[tuple[float, float]]
Leaves = list[int | None]
COUNT = 60
TEXT = "路灯不亮"


@pytest.fixture
def points(district: Session) -> Points:
    """Sixty places of the district that a careless look-up would get wrong, in degrees."""
    x, y = hard_points(grid.book(district).locator.present_arcs(), COUNT, seed=4)
    return list(zip((x / UNITS).tolist(), (y / UNITS).tolist(), strict=True))


@pytest.fixture
def leaves(district: Session, points: Points) -> Leaves:
    """Who answers there, by the rule itself."""
    return [grid.locate(district, *point).leaf for point in points]


def test_most_of_them_lie_exactly_on_a_border(district: Session, points: Points) -> None:
    on_border = [grid.locate(district, *point).on_border for point in points]
    assert sum(on_border) >= COUNT / 10


def test_a_look_up_on_the_map_says_the_same(office: Office, points: Points, leaves: Leaves) -> None:
    asked = [ok(office.anyone.get("/api/here", params=place(one)))["here"] for one in points]
    assert [one and one["areas"][-1]["id"] for one in asked] == leaves


def test_reports_one_by_one_and_in_a_batch_are_routed_the_same(
    office: Office, points: Points, leaves: Leaves
) -> None:
    receipts = [office.report(text=TEXT, **place(one)) for one in points]
    assert filed_in(office.tx, [one["number"] for one in receipts]) == leaves
    said = [NewReport(source=Source.CITIZEN, text=TEXT, x=x, y=y) for x, y in points]
    assert filed_in(office.tx, list(cases.submit_many(office.tx, said).numbers)) == leaves


def test_the_files_that_phones_and_other_machines_have_say_the_same(
    office: Office, tmp_path: Path, points: Points, leaves: Leaves
) -> None:
    inside = [k for k, leaf in enumerate(leaves) if leaf is not None]
    wanted = [leaves[k] for k in inside]
    index = ok(office.anyone.get(f"/api/grid/editions/{grid.current_edition(office.tx).id}/index"))
    carried = locator_of(index)
    faces = [carried.border(*points[k]).face for k in inside]
    near = [carried.border(*points[k]).other for k in inside]
    found = [
        index["leaves"][(face or other) - 1][-1] for face, other in zip(faces, near, strict=True)
    ]
    assert found == wanted
    assert by_command(office.tx, tmp_path, [points[k] for k in inside]) == wanted


def place(point: tuple[float, float]) -> dict[str, Any]:
    """Write a point as the interface takes it."""
    return {"lon": point[0], "lat": point[1]}


def filed_in(tx: Session, numbers: list[str]) -> Leaves:
    """Return the leaf that each case was routed by."""
    known = {one.number: one.area_id for one in tx.scalars(select(CaseFile))}
    return [known[number] for number in numbers]


def locator_of(index: dict[str, Any]) -> Locator:
    """Build the locator from the index file, as a phone does."""
    lines = [np.cumsum(np.array(line).reshape(-1, 2), axis=0) for line in index["lines"]]
    arcs = Arcs.of(lines, index["left"], index["right"], meridian=index["meridian"])
    return Locator.build(arcs)


def by_command(tx: Session, folder: Path, points: Points) -> Leaves:
    """Ask `gisgrid locate`, with nothing but the polygons of the leaves and the points."""
    shapes = grid.leaves(tx)
    table = {"leaf": [one.area_id for one in shapes]}
    geometry = [one.polygon for one in shapes]
    geopandas.GeoDataFrame(table, geometry=geometry, crs=4326).to_parquet(folder / "areas.parquet")
    pd.DataFrame(points, columns=["lon", "lat"]).to_csv(folder / "points.csv", index=False)
    words = ["locate", folder / "points.csv", "--areas", folder / "areas.parquet"]
    words += ["--area-key", "leaf", "--near", settings().near_m, "--out", folder / "out.csv"]
    done = CliRunner().invoke(app_of(["locate"]), [str(word) for word in words])
    assert done.exit_code == 0, done.output
    return [int(one) for one in pd.read_csv(folder / "out.csv")["located_area"]]
