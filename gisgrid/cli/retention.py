"""`gisgrid retention`: reporters are not kept for ever."""

from typing import Annotated

import typer
from rich.console import Console
from sqlalchemy.orm import Session, sessionmaker

from gisgrid import cases
from gisgrid.cli.database import database
from gisgrid.kernel.settings import settings


def command(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say how many, and of which months.")
    ] = False,
) -> None:
    """Anonymise the reporters of cases that ended longer ago than the setting allows.

    Photos that came with their complaints are forgotten with them.
    """
    with database() as sessions:
        forget(sessions, dry_run)


def forget(sessions: sessionmaker[Session], dry_run: bool) -> None:
    """Say what is due month by month, and forget it."""
    with sessions() as tx:
        due = cases.due_to_forget(tx)
    for month, count in due.months.items():
        _say(f"{month}  {count}")
    days, total = settings().reporters_kept_days, sum(due.months.values())
    if dry_run:
        _say(
            f"结案满 {days} 天、将隐去上报人 {total} 案、照片 {due.photos} 张（试运行，未改动）"
            f" · {total} cases, dry run; {due.photos} photos"
        )
    else:
        done = _forget(sessions)
        _say(f"结案满 {days} 天、已隐去上报人 {done} 案 · {done} cases anonymised")


def _forget(sessions: sessionmaker[Session]) -> int:
    """Forget batch by batch, each in a transaction of its own."""
    done = 0
    while True:
        with sessions.begin() as tx:
            count = cases.forget_old(tx)
        done += count
        if count == 0:
            return done


def _say(words: str) -> None:
    Console(soft_wrap=True, highlight=False).print(words)
