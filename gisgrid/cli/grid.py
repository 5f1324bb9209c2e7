"""`gisgrid grid`: import, check, publish and export the coverage of the grid."""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from gisgrid import grid
from gisgrid.cli.database import transaction
from gisgrid.cli.grid_input import in_district_time, named_levels, outline, read
from gisgrid.cli.grid_options import (
    CodeColumn,
    CodeList,
    DatumOption,
    DistrictFile,
    EditionOption,
    Files,
    Fresh,
    LangOption,
    LevelColumn,
    Levels,
    MetricSrid,
    NameColumn,
    ParentColumn,
    Problems,
    Repair,
    TrustDatum,
    ValidFrom,
)
from gisgrid.cli.grid_words import (
    said,
    show_editions,
    show_problems,
    write_problems,
)
from gisgrid.grid import files, queries
from gisgrid.grid.rules.plan import Doubt, plan
from gisgrid.grid.rules.problems import Lang
from gisgrid.grid.service.importing import (
    METRIC_SRID,
    areas_as_given,
    known_levels,
    merged_levels,
)
from gisgrid.grid.service.seeding import LEVELS
from gisgrid.kernel.datum import Datum
from gisgrid.kernel.errors import Invalid
from gisgrid.kernel.settings import settings

app = typer.Typer(no_args_is_help=True)


@app.command("import")
def import_(
    paths: Files,
    level: Levels = None,
    datum: DatumOption = Datum.WGS84,
    code_column: CodeColumn = None,
    name_column: NameColumn = None,
    parent_column: ParentColumn = None,
    level_column: LevelColumn = None,
    code_list: CodeList = "local",
    edition: EditionOption = None,
    valid_from: ValidFrom = None,
    repair: Repair = False,
    fresh: Fresh = False,
    district: DistrictFile = None,
    trust_datum: TrustDatum = False,
    metric_srid: MetricSrid = METRIC_SRID,
    dry_run: Annotated[bool, typer.Option(help="Check everything, load nothing.")] = False,
    problems: Problems = None,
    lang: LangOption = "zh",
) -> None:
    """Load areas as a draft edition: all of them, or nothing, what is wrong, and exit code 2."""
    columns = files.Columns(
        code=code_column, name=name_column, parent=parent_column, level=level_column
    )
    options = grid.ImportOptions(
        edition=edition,
        datum=datum,
        trusts_datum=trust_datum,
        repair=repair,
        fresh=fresh,
        district=outline(district),
        metric_srid=metric_srid,
    )
    with transaction() as tx:
        levels = named_levels(level or [], known_levels(tx))
        given = read(paths, [one.code for one in levels], columns, datum, code_list)
        levels = levels or list(known_levels(tx) or LEVELS)
        found = grid.check_coverage(tx, given, levels, options)
        report(found.problems, problems, lang)
        if found.plan.errors:
            sys.exit(2)
        if not dry_run:
            load(tx, given, levels, options, valid_from)


def load(
    tx: Session,
    given: Sequence[grid.GivenArea],
    levels: Sequence[grid.GivenLevel],
    options: grid.ImportOptions,
    valid_from: datetime | None,
) -> None:
    """Write the draft, publish it when a date is given, and say so."""
    draft = grid.import_coverage(tx, given, levels, options).edition
    if draft is None:
        return
    said().print(f"草案 {draft.name}：{len(given)} 个单元 · draft loaded, {len(given)} areas")
    if valid_from:
        announce(grid.publish(tx, draft.name, in_district_time(valid_from)))


@app.command()
def check(
    paths: Files,
    level: Levels = None,
    datum: DatumOption = Datum.WGS84,
    code_column: CodeColumn = None,
    parent_column: ParentColumn = None,
    level_column: LevelColumn = None,
    repair: Repair = False,
    district: DistrictFile = None,
    problems: Problems = None,
    lang: LangOption = "zh",
) -> None:
    """Check files without a database; exit code 1 when something is wrong."""
    columns = files.Columns(code=code_column, parent=parent_column, level=level_column)
    levels = named_levels(level or [], ())
    given = read(paths, [one.code for one in levels], columns, datum, "local")
    known = merged_levels((), levels or LEVELS, given)
    doubt = Doubt(outline(district), datum, frozenset(a.level for a in given))
    found = plan(given, known, repair=repair, doubt=doubt)
    report(found.problems, problems, lang)
    sys.exit(1 if found.errors else 0)


@app.command()
def problems(
    edition: Annotated[str, typer.Argument(help="Name or number of an edition.")],
    out: Annotated[Path | None, typer.Option("--problems", help="Write as GeoJSON.")] = None,
    lang: LangOption = "zh",
) -> None:
    """Check a stored edition again; exit code 1 when something is wrong."""
    with transaction() as tx:
        chosen = grid.edition_named(tx, edition)
        found = plan(areas_as_given(tx, chosen.id), known_levels(tx))
    report(found.problems, out, lang)
    sys.exit(1 if found.errors else 0)


@app.command()
def export(
    path: Annotated[Path, typer.Argument(help="File to write; its ending says the format.")],
    edition: Annotated[str | None, typer.Option(help="Name or number; default: in force.")] = None,
    level: Annotated[str | None, typer.Option(help="Only this level.")] = None,
) -> None:
    """Write the areas of an edition so that importing them again gives the same."""
    with transaction() as tx:
        chosen = grid.edition_named(tx, edition) if edition else grid.current_edition(tx)
        given = areas_as_given(tx, chosen.id)
    wanted = [area for area in given if level in (None, area.level)]
    if not wanted:
        raise Invalid(f"网格版本 {chosen.name} 没有层级 {level} 的单元 · no such level in it.")
    files.write_areas(wanted, path)
    said().print(f"{path}：{len(wanted)} 个单元 · {len(wanted)} areas")


@app.command()
def publish(
    edition: Annotated[str, typer.Argument(help="Name or number of the draft.")],
    valid_from: Annotated[
        datetime | None, typer.Option(help="District time; default: now.")
    ] = None,
) -> None:
    """Put a draft in force; the edition before it ends there, open cases are routed anew."""
    moment = in_district_time(valid_from) if valid_from else None
    with transaction() as tx:
        announce(grid.publish(tx, edition, moment))


@app.command()
def discard(edition: Annotated[str, typer.Argument(help="Name or number of the draft.")]) -> None:
    """Throw a draft away."""
    with transaction() as tx:
        grid.discard(tx, edition)
    said().print(f"草案 {edition} 已丢弃 · draft discarded")


@app.command()
def editions() -> None:
    """List the editions, newest first."""
    with transaction() as tx:
        show_editions(queries.edition_rows(tx))


def announce(edition: grid.EditionRef) -> None:
    """Say since when an edition is in force."""
    since = edition.valid_from.astimezone(settings().tz).isoformat() if edition.valid_from else ""
    said().print(f"网格版本 {edition.name} 自 {since} 起生效 · in force from then on")


def report(found: Sequence[grid.GridProblem], path: Path | None, lang: Lang) -> None:
    """Print what is wrong and write it as GeoJSON."""
    show_problems(found, lang)
    write_problems(found, path)
