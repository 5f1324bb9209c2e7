"""`gisgrid calendar`: working days, and the deadlines that depend on them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from sqlalchemy.orm import Session

from gisgrid import dispatch
from gisgrid.cli.database import transaction
from gisgrid.kernel import clock
from gisgrid.kernel.settings import settings

app = typer.Typer(no_args_is_help=True)
said = Console(highlight=False)
Years = Annotated[list[int] | None, typer.Argument(help="Years; default: 2020 to the next one.")]
Folder = Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Holds calendar.csv.")]


@app.callback()
def root() -> None:
    """Keep the calendar of working days."""


@app.command()
def seed(years: Years = None) -> None:
    """Enter years from the library: announced ones as official, others as provisional.

    Open deadlines that a year moves are reckoned again, and each change is a step of its case.
    """
    wanted = years or list(range(2020, clock.now().year + 2))
    enter(lambda tx: dispatch.seed_calendar(tx, wanted))


@app.command()
def load(folder: Folder) -> None:
    """Enter the years of a file (day, kind, name, status), as when a year becomes official."""
    enter(lambda tx: dispatch.load_calendar(tx, folder))


def enter(change: Callable[[Session], Sequence[dispatch.Year]]) -> None:
    """Change the calendar, move the open deadlines that depend on it, and say so."""
    with transaction() as tx:
        entered = change(tx)
        moved = sum(recompute(tx, year.year) for year in entered)
    for year in entered:
        said.print(f"{year.year}: {year.standing}, {len(year.days)} holidays and make-up days")
    said.print(f"{len(entered)} years entered, {moved} deadlines moved")


def recompute(tx: Session, year: int) -> int:
    """Reckon the open orders again whose clocks run in a year."""
    zone = settings().tz
    first, after = datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    return dispatch.recompute(tx, first, after)
