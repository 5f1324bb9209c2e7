"""`gisgrid duties`: explain, check and try who answers for what."""

import csv
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy.orm import Session

from gisgrid import duties, grid, identity, reactions
from gisgrid.cli.database import database
from gisgrid.kernel import clock
from gisgrid.kernel.cells import defused
from gisgrid.kernel.datum import Datum, to_wgs84
from gisgrid.kernel.errors import Invalid
from gisgrid.kernel.settings import settings

app = typer.Typer(no_args_is_help=True)
Lang = Annotated[Literal["zh", "en"], typer.Option(help="Language of the words.")]
SHOWN = 40


@contextmanager
def reading() -> Iterator[Session]:
    """Open a session that is rolled back: these commands change nothing."""
    with database() as sessions, sessions() as tx:
        yield tx


def said() -> Console:
    """Return where people read."""
    return Console(soft_wrap=True, highlight=False)


def shown(title: str, columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    """Print rows as a table, the first ones when there are many."""
    table = Table(*columns, title=title, title_justify="left")
    for row in rows[:SHOWN]:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    said().print(table)
    if len(rows) > SHOWN:
        said().print(f"… {len(rows) - SHOWN} more · 其余 {len(rows) - SHOWN} 行见 --out")


@app.command()
def coverage(
    level: Annotated[str, typer.Option(help="Level of the grid to go through.")] = "community",
    out: Annotated[Path | None, typer.Option(help="Write all holes as CSV.")] = None,
) -> None:
    """Print which class × area has nobody who answers; exit code 1 when there is any."""
    with reading() as tx:
        holes = duties.coverage(tx, level)
        classes = len(duties.classes(tx))
    columns = ("class", "name", "area_id", "area", "at", "reason")
    rows = [astuple(hole) for hole in holes]
    if out:
        with out.open("w", encoding="utf-8", newline="") as file:
            safe = [[defused(cell) for cell in row] for row in rows]
            csv.writer(file).writerows([columns, *safe])
    if rows:
        shown("责任空白 · holes", columns, rows)
    said().print(f"{classes} 个类别，{len(rows)} 处空白 · {classes} classes, {len(rows)} holes")
    sys.exit(1 if rows else 0)


@app.command()
def explain(
    class_key: Annotated[str, typer.Argument(help="Class, e.g. event/0301.")],
    lon: Annotated[float | None, typer.Argument(help="Longitude; none: without a place.")] = None,
    lat: Annotated[float | None, typer.Argument(help="Latitude.")] = None,
    datum: Annotated[Datum, typer.Option(help="Datum of the pair.")] = Datum.WGS84,
    at: Annotated[datetime | None, typer.Option(help="District time; default: now.")] = None,
    lang: Lang = "zh",
) -> None:
    """Say who answers for a class at a place, and why."""
    if (lon is None) != (lat is None):
        raise Invalid("经度、纬度要一起给 · give lon and lat together, or neither.")
    moment = at.replace(tzinfo=settings().tz) if at else clock.now()
    with reading() as tx:
        place = None if lon is None or lat is None else to_wgs84(lon, lat, datum)
        located = grid.locate(tx, *place) if place else None
        entry = duties.class_by_key(tx, class_key)
        x, y = place or (None, None)
        question = duties.Question(entry.id, located, x, y, moment)
        answer = duties.assign(tx, question)
    for sentence in duties.render(answer.reasons, lang):
        said().print(sentence)


@app.command()
def check() -> None:
    """List everything in the book that cannot work as it stands; exit code 1 when there is any."""
    with reading() as tx:
        problems = duties.review(tx)
    if problems:
        rows: list[tuple[object, ...]] = [(p.kind, p.code, p.text) for p in problems]
        shown("责任表问题 · problems", ("kind", "code", "what is wrong"), rows)
    said().print(f"{len(problems)} 个问题 · {len(problems)} problems")
    sys.exit(1 if problems else 0)


@app.command()
def classbook(
    folder: Annotated[Path, typer.Argument(help="Folder with classes.csv and its neighbours.")],
    dry_run: Annotated[bool, typer.Option(help="Say what would happen; write nothing.")] = False,
    go_back: Annotated[
        bool, typer.Option("--go-back", help="Put an earlier edition back in force.")
    ] = False,
) -> None:
    """Load an edition of the class book with its rules, whole or not at all; again is harmless.

    An edition in force takes the place of the earlier one of its codebook; an earlier one comes
    back only with --go-back. Cases keep theirs: what they stand on is never rewritten. Exit code
    2 when anything is wrong.
    """
    with database() as sessions, sessions() as tx:
        try:
            found = duties.load_classbook(tx, folder, go_back=go_back)
        except (duties.BadCells, duties.BrokenBook) as refused:
            refusal(refused)
        if not dry_run:
            tx.commit()
    counted = f"{found.classes} 类、{found.conditions} 条立案条件、{found.rules} 条规则"
    words = f"{found.classes} classes, {found.conditions} conditions, {found.rules} rules"
    done = "试读，未写入 · tried, nothing written" if dry_run else "已载入 · loaded"
    said().print(f"{done}: {counted} · {words}")
    for one in found.retired:
        kept = f"{one.without} 类没有后继 · {one.without} of its classes have no successor"
        said().print(f"停用 {one.codebook} {one.edition}: {kept}")
        if one.older:
            said().print(f"退回 {one.codebook} {one.older} · the earlier edition is back in force")


def refusal(refused: Invalid) -> NoReturn:
    """Print everything that keeps a file from being loaded, and end with code 2."""
    problems = refused.codes["problems"]
    many = problems if isinstance(problems, list) else []
    shown("未载入 · nothing is loaded", ("where", "what is wrong"), [where(one) for one in many])
    sys.exit(2)


def where(problem: object) -> tuple[object, ...]:
    """Return a problem's place and its words."""
    if isinstance(problem, Mapping):
        return f"{problem['kind']} {problem['code']}", problem["text"]
    place, _, words = str(problem).partition(": ")
    return place, words


@app.command()
def suggest(
    text: Annotated[str, typer.Argument(help="What somebody wrote.")],
    limit: Annotated[int, typer.Option(min=1, help="How many classes at most.")] = 5,
) -> None:
    """Rank the classes that a text may mean."""
    with reading() as tx:
        found = duties.suggest(tx, text, limit)
    rows: list[tuple[object, ...]] = [
        (one.key, one.name, f"{one.score:.2f}", "✓" if one.confident else "") for one in found
    ]
    if rows:
        shown("类别建议 · suggestions", ("class", "name", "score", "confident"), rows)
    else:
        said().print("没有相近的类别 · no class comes near")


@app.command("try")
def try_(
    file: Annotated[Path, typer.Argument(help="CSV in the form of rules.csv: changed rules.")],
    days: Annotated[int, typer.Option(min=1, help="Days of past cases to try on.")] = 30,
) -> None:
    """Say what changed rules would have done to past cases; nothing is saved."""
    reactions.install()
    until = clock.now()
    with reading() as tx:
        for draft in duties.read_rules(file):
            since, system = until - timedelta(days=days), identity.system_actor()
            cases = duties.past_questions(tx, since, until, system)
            found = duties.dry_run(tx, draft, cases)
            rows: list[tuple[object, ...]] = [
                (s.label, s.before_name, s.after_name or s.unrouted) for s in found.shifts
            ]
            title = f"{draft.code}: {len(rows)} / {found.tried}"
            if rows:
                shown(title, ("case", "before 原承办", "after 改后"), rows)
            else:
                said().print(title)
