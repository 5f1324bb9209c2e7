"""`gisgrid calendar`: working days, and the deadlines that depend on them."""

from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from sqlalchemy.orm import Session

from gisgrid import dispatch
from gisgrid.kernel import clock
from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.kernel.settings import settings

app = typer.Typer(no_args_is_help=True)
said = Console(highlight=False)


@app.callback()
def root() -> None:
    """Keep the calendar of working days."""


@app.command()
def seed(
    years: Annotated[list[int] | None, typer.Argument(help="Years; default: 2020 to next.")] = None,
) -> None:
    """Enter years from the library: announced ones as official, others as provisional.

    Open deadlines that a year moves are reckoned again, and each change is a step of its case.
    """
    wanted = years or list(range(2020, clock.now().year + 2))
    with sessions_of(engine_of(settings().database_url)).begin() as tx:
        entered = dispatch.seed_calendar(tx, wanted)
        moved = sum(_recompute(tx, year.year) for year in entered)
    for year in entered:
        said.print(f"{year.year}: {year.standing}, {len(year.days)} days unlike their weekday")
    said.print(f"{len(entered)} years entered, {moved} deadlines moved")


def _recompute(tx: Session, year: int) -> int:
    zone = settings().tz
    return dispatch.recompute(
        tx, datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    )
