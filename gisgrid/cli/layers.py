"""`gisgrid layers`: layers of one's own beside the built-in ones, and base maps."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from gisgrid.cli.database import reached
from gisgrid.kernel.settings import settings
from gisgrid.maps import (
    BadBasemaps,
    Fault,
    catalogue,
    install_functions,
    own_faults,
    read_basemaps,
)

app = typer.Typer(no_args_is_help=True)
Own = Annotated[
    Path | None, typer.Argument(help="Folder of YAML and SQL files; default: GISGRID_LAYERS.")
]


@app.callback()
def root() -> None:
    """Check and install layers of your own, and check base maps."""


@app.command()
def check(own: Own = None) -> None:
    """List everything wrong with own layers and base maps; exit code 2 when there is any."""
    chosen = own or settings().layers
    found = own_faults(chosen) if chosen else []
    found += basemap_faults(settings().basemaps)
    told = Console(soft_wrap=True, highlight=False)
    if found:
        table = Table("file", "what is wrong", title="问题 · problems", title_justify="left")
        for one in found:
            table.add_row(one.file, one.text)
        told.print(table, markup=False)
    told.print(f"{len(found)} 个问题 · {len(found)} problems")
    sys.exit(2 if found else 0)


@app.command()
def install() -> None:
    """Make the functions of GISGRID_LAYERS, as the role that owns the tables.

    All of them or, when one is wrong, none: readers see the old ones until it is done. Every web
    process takes them up with its next request; each must find the folder under its own setting.
    """
    with reached() as given:
        engine = create_engine(given.migrations_url, poolclass=NullPool)
        with engine.begin() as connection:
            install_functions(connection)
    shown = [one.id for one in catalogue().values()]
    typer.echo(f"{len(shown)} 个图层 · {len(shown)} layers: {', '.join(shown)}")


def basemap_faults(path: Path | None) -> list[Fault]:
    """Return what is wrong with the file of base maps."""
    try:
        read_basemaps(path)
    except BadBasemaps as bad:
        return [Fault(*line.split(": ", 1)) for line in str(bad).splitlines()]
    return []
