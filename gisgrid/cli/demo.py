"""`gisgrid demo`: the demo district, two years of history, and reports that keep coming."""

from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy.orm import Session, sessionmaker

from gisgrid.cli.database import database
from gisgrid.cli.progress import progress
from gisgrid.demo.figures import figures
from gisgrid.demo.gauges import tell_history, tell_stages
from gisgrid.demo.history import planted, write_history
from gisgrid.demo.live import keep_reporting
from gisgrid.demo.load import has_cases, is_empty, load_district
from gisgrid.demo.seen import seen
from gisgrid.demo.traces import traces
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Conflict
from gisgrid.kernel.settings import settings

said = Console(stderr=True, highlight=False)


class NotADemo(Conflict):
    """The demo belongs into a database of its own."""


def command(
    cases: Annotated[int, typer.Option(min=1, help="How many cases two years hold.")] = 5500,
    days: Annotated[
        int, typer.Option(min=1, max=730, help="How many of the last days are lived.")
    ] = 730,
    when_empty: Annotated[bool, typer.Option(help="Do nothing when there is a district.")] = False,
    district_only: Annotated[
        bool, typer.Option(help="Load the folder GISGRID_DISTRICT names, invent nothing.")
    ] = False,
    live: Annotated[bool, typer.Option(help="Keep reporting in real time, until Ctrl-C.")] = False,
    measure: Annotated[
        bool, typer.Option(help="Say what the history holds and whether its effects can be found.")
    ] = False,
    per_hour: Annotated[
        float, typer.Option(min=0.1, max=36_000, help="With --live: reports an hour.")
    ] = 60.0,
) -> None:
    """Fill an empty database with the demo district and a believable history.

    The history is lived through the services people use, under a clock of its own, in one
    transaction: Ctrl-C leaves the database as it was. On the same day the same command gives
    the same history.
    """
    if not settings().demo:
        raise NotADemo("Set GISGRID_DEMO=true to say that this database may hold invented cases.")
    with database(2) as sessions:
        if live:
            keep_reporting(sessions, per_hour, said.print)
        elif measure:
            say_figures(sessions)
        elif may_fill(sessions, when_empty):
            fill(sessions, cases, 0 if district_only else days)


def may_fill(sessions: sessionmaker[Session], when_empty: bool) -> bool:
    """Tell whether the database is empty; False when that was asked, NotADemo otherwise."""
    with sessions() as tx:
        if when_empty and not is_empty(tx):
            return False
        if has_cases(tx):
            raise NotADemo("This database holds cases already; the demo starts with an empty one.")
    return True


def say_figures(sessions: sessionmaker[Session]) -> None:
    """Print the figures of the stored history, and the trace of each planted effect."""
    today = clock.now().astimezone(settings().tz).date()
    with sessions() as tx:
        cases = seen(tx)
    if not cases:
        raise NotADemo("This database holds no cases yet: `gisgrid demo` writes them.")
    for name, found in figures(cases).items():
        typer.echo(f"{name:24} {found.words}")
    for one in traces(cases, planted(today).effects):
        there, elsewhere = one.inside.words, one.elsewhere.words
        times = f"{one.times:.1f} times" if one.inside.whole else "no case to tell by"
        typer.echo(f"{one.effect:24} {there}, elsewhere {elsewhere}: {times}")


def fill(sessions: sessionmaker[Session], cases: int, days: int) -> None:
    """Load the district and live its history in one transaction: whole, or as if never begun."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with progress(*columns) as bar, sessions.begin() as tx:
        loading = bar.add_task("district", total=6)
        load_district(tx, lambda part: bar.update(loading, advance=1, description=part))
        bar.update(loading, completed=6, description="district")
        if days:
            tell_stages(tx, clock.now())
            tell_history(tx, clock.now())
            live_through(tx, bar, cases, days)


def live_through(tx: Session, bar: Progress, cases: int, days: int) -> None:
    """Live the history, with the lived part of its time as the progress."""
    lived = bar.add_task(f"the last {days} days", total=1.0)
    made = write_history(
        tx,
        clock.now(),
        settings().tz,
        cases=cases,
        days=days,
        seen=lambda part: bar.update(lived, completed=part),
    )
    bar.update(lived, completed=1.0, description=f"the last {days} days: {made} reports")
