"""How `gisgrid people` prints people and posts."""

from collections.abc import Iterable
from datetime import datetime

from rich.console import Console
from rich.table import Table

from gisgrid.identity import roster
from gisgrid.kernel.settings import settings

COLUMNS = ("code", "person", "login", "post", "role", "station", "area", "from", "to", "for")


def said() -> Console:
    """Return where people read."""
    return Console(soft_wrap=True, highlight=False, markup=False)


def lines(one: roster.Member) -> list[tuple[object, ...]]:
    """Return a line for each post of a person, one for who has none."""
    who = (one.code, one.name, one.login)
    return [(*who, *post_cells(dated)) for dated in one.posts] or [(*who, *([None] * 7))]


def post_cells(dated: roster.DatedPost) -> tuple[object, ...]:
    """Return the cells of a post, its days as the district counts them."""
    post, zone = dated.post, settings().tz
    ends = dated.valid_to and dated.valid_to.astimezone(zone).date()
    days = dated.valid_from.astimezone(zone).date(), ends
    return (post.code, post.role, post.station_code, post.area_code, *days, dated.deputy_for)


def shown(columns: tuple[str, ...], rows: Iterable[Iterable[object]]) -> None:
    """Print rows as a table."""
    table = Table()
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    said().print(table)


def moment(day: datetime | None) -> datetime | None:
    """Return a time of the district."""
    return day.replace(tzinfo=settings().tz) if day else None
