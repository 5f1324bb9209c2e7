"""The options of `gisgrid grid`."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from gisgrid.grid.rules.problems import Lang
from gisgrid.kernel.datum import Datum

Files = Annotated[list[Path], typer.Argument(help="GeoJSON, GeoPackage, Shapefile or GeoParquet.")]
Levels = Annotated[
    list[str] | None,
    typer.Option(
        "--level",
        help="Level of each file, in the files' order; a new level as code=name, coarsest first.",
    ),
]
DatumOption = Annotated[Datum, typer.Option(help="Datum of the files' coordinates.")]
CodeColumn = Annotated[str | None, typer.Option(help="Column of the codes.")]
NameColumn = Annotated[str | None, typer.Option(help="Column of the names.")]
ParentColumn = Annotated[str | None, typer.Option(help="Column of the parents' codes.")]
LevelColumn = Annotated[str | None, typer.Option(help="Column of the levels.")]
CodeList = Annotated[str, typer.Option(help="Which list the codes are of.")]
EditionOption = Annotated[str | None, typer.Option(help="Name of the draft; default: the day.")]
ValidFrom = Annotated[
    datetime | None, typer.Option(help="Publish the draft as well, from this district time on.")
]
Repair = Annotated[
    bool, typer.Option("--repair/--strict", help="Mend faults and list them, or refuse them.")
]
Fresh = Annotated[
    bool, typer.Option(help="Start from nothing; else other levels come from the edition before.")
]
DistrictFile = Annotated[
    Path | None, typer.Option(help="Outline in WGS84 to hold the datum against.")
]
TrustDatum = Annotated[bool, typer.Option(help="Do not question the datum.")]
Problems = Annotated[Path | None, typer.Option(help="Write what is wrong as GeoJSON.")]
LangOption = Annotated[Lang, typer.Option(help="Language of the words.")]
MetricSrid = Annotated[
    int, typer.Option(help="EPSG code of the projection in which metres and areas are measured.")
]
