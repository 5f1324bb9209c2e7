"""`gisgrid reports`: reports from files."""

import csv
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, TextIO

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from sqlalchemy.orm import Session, sessionmaker

from gisgrid import cases, identity
from gisgrid.cases.importing import Line, ReportFile, batches
from gisgrid.cli.database import database
from gisgrid.cli.faults import was_interrupted
from gisgrid.cli.progress import progress
from gisgrid.kernel.cells import defused
from gisgrid.kernel.datum import Datum
from gisgrid.kernel.errors import Invalid
from gisgrid.kernel.pauses import spare_what_lives_on

app = typer.Typer(no_args_is_help=True)
BATCH = 500
INTERRUPTED = 130


@app.callback()
def reports() -> None:
    """Take in reports from files."""


@dataclass
class Tally:
    """What became of the rows so far."""

    taken: int = 0
    repeats: int = 0
    known: int = 0
    rejected: int = 0


@dataclass
class Rejects:
    """The rows that were refused, written beside the reason as soon as they are known."""

    path: Path
    stack: ExitStack
    _file: TextIO | None = None
    _columns: list[str] = field(default_factory=list)

    def add(self, line: Line, why: str) -> None:
        """Write one row; the file appears with the first one."""
        if self._file is None:
            self._file = self.stack.enter_context(self.path.open("w", encoding="utf-8", newline=""))
            self._columns = list(line.words)
            csv.writer(self._file).writerow(["row", "why", *map(defused, self._columns)])
        words = [defused(line.words.get(name)) for name in self._columns]
        csv.writer(self._file).writerow([line.row, defused(why), *words])
        self._file.flush()


@app.command("import")
def import_file(
    path: Annotated[
        Path,
        typer.Argument(
            help="CSV, Excel, GeoParquet, GeoPackage, GeoJSON or Shapefile; columns as in "
            "POST /reports, or their usual Chinese names."
        ),
    ],
    source: Annotated[str, typer.Option(help="Source of rows that name none.")] = "platform",
    datum: Annotated[Datum, typer.Option(help="Datum of rows that name none.")] = Datum.WGS84,
    column: Annotated[list[str] | None, typer.Option(help="FIELD=COLUMN, may be repeated.")] = None,
    rejects: Annotated[Path | None, typer.Option(help="Where refused rows go.")] = None,
) -> None:
    """Take in every row of a file, in batches; run it again after an interruption.

    A row that was taken in is known by its place in the file and is never taken in twice.
    Refused rows go to a rejects file with the reason; exit code 1 when there are any.
    """
    usual = {"source": source, "datum": datum.value}
    file = ReportFile(path, usual, _renamed(column or []))
    if unread := file.unread():
        _say(f"未读取的列：{'、'.join(unread)}。")
    tally = Tally()
    with ExitStack() as stack:
        refused = Rejects(rejects or path.with_suffix(".rejects.csv"), stack)
        try:
            _import(file, refused, tally)
        except BaseException as end:
            if not was_interrupted(end):
                raise
            _say(f"已中断：{_words(tally)}。再次运行同一命令即可继续，不会重复受理。")
            sys.exit(INTERRUPTED)
    _say(_words(tally) + (f"；被拒的行见 {refused.path}" if tally.rejected else ""))
    sys.exit(1 if tally.rejected else 0)


def _renamed(pairs: Sequence[str]) -> dict[str, str]:
    """Read FIELD=COLUMN pairs."""
    if wrong := [pair for pair in pairs if "=" not in pair]:
        raise Invalid(f"--column 须写成 字段=列名，例如 text=诉求内容；而不是 {wrong[0]}。")
    split = (pair.split("=", 1) for pair in pairs)
    return {column: name for name, column in split}


def _import(file: ReportFile, refused: Rejects, tally: Tally) -> None:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with database() as sessions, progress(*columns, TimeRemainingColumn()) as bar:
        task = bar.add_task(file.path.name, total=len(file))
        spare_what_lives_on()
        for lines in batches(file.lines(), BATCH):
            _take_in(sessions, lines, refused, tally)
            bar.advance(task, len(lines))


def _take_in(
    sessions: sessionmaker[Session], lines: list[Line], refused: Rejects, tally: Tally
) -> None:
    """Take one batch in, in one transaction: all of it is kept, or none."""
    good = [line for line in lines if line.report is not None]
    with sessions.begin() as tx:
        found = [line.report for line in good if line.report is not None]
        batch = cases.submit_many(tx, found, identity.system_actor())
    wrong = [(line, line.why) for line in lines if line.why is not None]
    wrong += [(good[one.at], one.why) for one in batch.refused]
    for line, why in sorted(wrong, key=lambda pair: pair[0].row):
        refused.add(line, why)
    tally.taken += len(batch.numbers)
    tally.repeats += batch.repeats
    tally.known += batch.known
    tally.rejected += len(wrong)


def _words(tally: Tally) -> str:
    known = f"此前已受理 {tally.known} 件，拒收 {tally.rejected} 行"
    repeats = f"重复上报计入在办案件 {tally.repeats} 件，" if tally.repeats else ""
    return f"受理 {tally.taken} 件，{repeats}{known}"


def _say(words: str) -> None:
    Console(soft_wrap=True, highlight=False).print(words)
