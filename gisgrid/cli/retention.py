"""`gisgrid retention`: reporters, officers' tracks and gauges' readings are not kept for ever."""

from collections.abc import Callable
from typing import Annotated

import typer
from rich.console import Console
from sqlalchemy.orm import Session, sessionmaker

from gisgrid import assets, cases, patrols
from gisgrid.cli.database import database
from gisgrid.kernel.settings import settings


def command(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say how many, and of which months.")
    ] = False,
) -> None:
    """Forget reporters, officers' tracks and gauges' readings older than the settings allow.

    Reporters of cases that ended are anonymised, and photos of their complaints with them; tracks
    of time on duty and readings are deleted; where exactly officers checked in is blanked.
    """
    with database() as sessions:
        forget(sessions, dry_run)
        forget_tracks(sessions, dry_run)
        forget_places(sessions, dry_run)
        forget_readings(sessions, dry_run)


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
        done = _in_batches(sessions, cases.forget_old)
        _say(f"结案满 {days} 天、已隐去上报人 {done} 案 · {done} cases anonymised")


def forget_tracks(sessions: sessionmaker[Session], dry_run: bool) -> None:
    """Say which tracks are due day by day, and forget them."""
    with sessions() as tx:
        due = patrols.due_to_forget(tx)
    for day, count, points in due:
        _say(f"{day}  {count} · {points}")
    days, total = settings().tracks_kept_days, sum(count for _, count, _ in due)
    if dry_run:
        _say(f"离岗满 {days} 天、将删除轨迹 {total} 段（试运行，未改动） · {total} tracks, dry run")
    else:
        done = _in_batches(sessions, patrols.forget_tracks)
        _say(f"离岗满 {days} 天、已删除轨迹 {done} 段 · {done} tracks deleted")


def forget_places(sessions: sessionmaker[Session], dry_run: bool) -> None:
    """Say of how many check-ins the exact place is due, and blank it."""
    with sessions() as tx:
        due = patrols.places_due_to_forget(tx)
    days = settings().check_in_places_kept_days
    if dry_run:
        _say(f"打卡满 {days} 天、将抹去位置 {due} 次（试运行，未改动） · {due} places, dry run")
    else:
        done = _in_batches(sessions, patrols.forget_places)
        _say(f"打卡满 {days} 天、已抹去位置 {done} 次 · {done} places of check-ins blanked")


def forget_readings(sessions: sessionmaker[Session], dry_run: bool) -> None:
    """Say how many readings are due, and forget them."""
    with sessions() as tx:
        total = assets.due_to_forget(tx)
    days = settings().readings_kept_days
    if dry_run:
        _say(f"满 {days} 天、将删除读数 {total} 条（试运行，未改动） · {total} readings, dry run")
    else:
        done = _in_batches(sessions, assets.forget_readings)
        _say(f"满 {days} 天、已删除读数 {done} 条 · {done} readings deleted")


def _in_batches(sessions: sessionmaker[Session], work: Callable[[Session], int]) -> int:
    """Forget batch by batch, each in a transaction of its own."""
    done = 0
    while True:
        with sessions.begin() as tx:
            count = work(tx)
        done += count
        if count == 0:
            return done


def _say(words: str) -> None:
    Console(soft_wrap=True, highlight=False).print(words)
