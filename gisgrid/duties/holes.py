"""Find the holes: classes for which nobody answers somewhere, at some time of day."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time

from sqlalchemy.orm import Session

from gisgrid import grid
from gisgrid.duties.answers import Hole, Question
from gisgrid.duties.book import ClassEntry, RuleBook
from gisgrid.duties.deciding import decide
from gisgrid.duties.places import areas_of_level, levels_in_force
from gisgrid.duties.rules import Rule, patterns
from gisgrid.duties.shelf import book
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Invalid

Spot = tuple[grid.AreaRef | None, grid.Located | None]
"""An area, and a place somewhere in it; None: a report without a place."""
ANYWHERE = ("（没有位置）", "(without a place)")


def coverage(tx: Session, level: str = "community") -> list[Hole]:
    """Return every class × area of a level for which nobody answers, in their order.

    Raises:
        Invalid: the grid in force has no area of this level.
    """
    found = book(tx)
    require_level(tx, level)
    spots = list(spots_of(tx, level))
    entries = sorted(found.by_key.values(), key=lambda entry: entry.key)
    return [hole for entry in entries for hole in holes(found, entry, spots)]


def require_level(tx: Session, level: str) -> None:
    """Refuse a level without areas: to have looked nowhere is not to have found no hole."""
    levels = levels_in_force(tx)
    if level not in levels:
        known = "、".join(levels)
        raise Invalid(f"网格没有层级 {level!r}，现有：{known} · the grid has no such level.")


def spots_of(tx: Session, level: str) -> Iterator[Spot]:
    """Return one place in every area of a level, and none at all."""
    edition = grid.current_edition(tx).id
    for area, path in areas_of_level(tx, level):
        yield area, somewhere(edition, path)
    yield None, None


def somewhere(edition: int, path: tuple[int, ...]) -> grid.Located:
    """Return a place well inside the last area of a path."""
    return grid.Located(
        edition_id=edition,
        leaf=path[-1],
        path=path,
        on_border=False,
        near=False,
        border_m=None,
        other=None,
    )


def holes(found: RuleBook, entry: ClassEntry, spots: Iterable[Spot]) -> Iterator[Hole]:
    """Find the holes of one class; one that needs a place is not asked without."""
    moments = moments_of(found, entry)
    for area, located in spots:
        if located is None and entry.needs_place:
            continue
        hole = first_hole(found, entry, moments, located)
        if hole:
            yield Hole(entry.key, entry.name, entry.name_en, *named(area), *hole)


def named(area: grid.AreaRef | None) -> tuple[int | None, str, str | None]:
    """Return the id and the names of an area, or the words for a report without a place."""
    return (area.id, area.name, area.name_en) if area else (None, *ANYWHERE)


def first_hole(
    found: RuleBook, entry: ClassEntry, moments: Iterable[datetime], located: grid.Located | None
) -> tuple[str, str] | None:
    """Return the first time of day at which nobody answers, and why."""
    for at in moments:
        question = Question(entry.id, located, None, None, at)
        answer = decide(found, question)
        if answer.unrouted:
            return f"{at:%H:%M}", answer.unrouted
    return None


def moments_of(found: RuleBook, entry: ClassEntry) -> list[datetime]:
    """Return one moment of today for every stretch in which the class's rules stay the same."""
    covering = set(patterns(entry.key))
    rules: list[Rule] = [rule for rule in found.rules if rule.pattern in covering]
    windows = [rule.window for rule in rules if rule.window]
    times = sorted({time(0), *(t for w in windows for t in (w.start, w.end))})
    day = clock.now().astimezone(found.zone).date()
    return [datetime.combine(day, at, tzinfo=found.zone) for at in times]
