"""`gisgrid locate`: the area of every point in a file, without a database."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn

from gisgrid.cli.progress import progress
from gisgrid.grid.batch import (
    Summary,
    locate_all,
    read_areas,
    read_points,
    require_some_hit,
    summarised,
    write,
)
from gisgrid.grid.batch.files import require_column
from gisgrid.grid.batch.writing import require_writable
from gisgrid.kernel.datum import Datum

PointsFile = Annotated[
    Path, typer.Argument(help="Points: any file with point geometries, or lon and lat columns.")
]
AreasFile = Annotated[Path, typer.Option("--areas", help="Polygons: any file geopandas reads.")]
AreaKey = Annotated[str, typer.Option("--area-key", help="Column that names an area.")]
PointDatum = Annotated[Datum, typer.Option("--datum", help="What the points are measured in.")]
AreasDatum = Annotated[Datum, typer.Option("--areas-datum", help="What the areas are measured in.")]
Expect = Annotated[
    str | None, typer.Option("--expect", help="Column of the recorded area: print the agreement.")
]
Near = Annotated[
    float | None,
    typer.Option(
        "--near",
        metavar="METRES",
        min=0,
        max=1_000,
        help="Give points outside but this near to the nearest area (flagged), "
        "and count the points this near to a border.",
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="Refuse areas that are no clean coverage.")]
Out = Annotated[Path | None, typer.Option("--out", help="Write GeoParquet or CSV here.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")]

COUNTS = (
    "points",
    "located",
    "on_border",
    "near_border",
    "taken_from_outside",
    "outside",
    "without_place",
)


def command(
    points: PointsFile,
    areas: AreasFile,
    area_key: AreaKey,
    datum: PointDatum = Datum.WGS84,
    areas_datum: AreasDatum = Datum.WGS84,
    expect: Expect = None,
    near: Near = None,
    strict: Strict = False,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Find the area of every point in a file, without a database.

    Areas that are no clean coverage are mended and every repair is listed.

    A coordinate is a suspected default (a place that stands for "not known") if it equals
    to the last digit more than 0.5 % of the rows (at least 30), and at least 10 times as
    many as the busiest coordinate that is not suspected; at most five are. (0, 0) always is.
    """
    if out:
        require_writable(out)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with progress(*columns, TimeElapsedColumn()) as bar:
        step = bar.add_task("Reading the areas", total=None)
        book = read_areas(areas, key=area_key, strict=strict, datum=areas_datum)
        bar.update(step, description="Reading the points")
        rows = read_points(points, datum=datum)
        if expect:
            require_column(rows.rows, expect, points)
        bar.update(step, description="Locating", total=len(rows))
        answers = locate_all(book, rows, near_m=near, advance=lambda done: bar.advance(step, done))
        require_some_hit(book, rows, answers)
        if out:
            write(book, rows, answers, out)
    _tell(summarised(book, rows, answers, expected=expect), as_json=as_json)


def _tell(summary: Summary, *, as_json: bool) -> None:
    """Print the summary on standard output; repairs go to standard error as well."""
    said = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)
    for repair in summary.repairs:
        said.print(f"mended {repair}")
    if as_json:
        typer.echo(json.dumps(summary.as_json(), ensure_ascii=False))
        return
    for line in _lines(summary):
        typer.echo(line)


def _lines(summary: Summary) -> Iterator[str]:
    """Yield the summary in words, one line each."""
    for name in COUNTS:
        yield f"{name.replace('_', ' '):26}{getattr(summary, name):>12,}"
    for default in summary.suspected_defaults:
        share = default.rows / summary.points
        yield f"suspected default point: {default.lon}, {default.lat} ({share:.1%} of the rows)"
    if summary.expected_rows is not None:
        yield f"{'rows with a recorded area':26}{summary.expected_rows:>12,}"
        yield f"{'agree':26}{_percent(summary.agree):>12}"
        yield f"{'agree without defaults':26}{_percent(summary.agree_without_defaults):>12}"


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.3%}"
