"""Stations by every way a rule may name them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gisgrid.duties.rules import Owner, OwnerKind


@dataclass(frozen=True, slots=True)
class StationEntry:
    """A station that can be given an order; `area` and `level` say whom it serves."""

    id: int
    code: str
    name: str
    name_en: str | None
    area: int | None = None
    level: str | None = None
    dept_types: tuple[str, ...] = ()


class Stations:
    """Stations by every way a rule may name them."""

    def __init__(self, entries: Iterable[StationEntry]) -> None:
        """Index the stations; of two with one tag the lower code answers."""
        ordered = sorted(entries, key=lambda entry: entry.code)
        self.by_id = {entry.id: entry for entry in ordered}
        self.by_code = {entry.code: entry for entry in ordered}
        self.by_area = {e.area: e for e in reversed(ordered) if e.area is not None}
        self.by_dept = {tag: e for e in reversed(ordered) for tag in e.dept_types}
        self.levels = {e.level for e in ordered if e.level is not None}

    def of_place(self, level: str, areas: Sequence[int]) -> StationEntry | None:
        """Return the station that serves the place's ancestor of this level."""
        for area in areas:
            entry = self.by_area.get(area)
            if entry is not None and entry.level == level:
                return entry
        return None

    def answering(
        self, owner: Owner | None, areas: Sequence[int], owner_station: int | None
    ) -> StationEntry | None:
        """Return the station that an owner's text means at this place, or None."""
        if owner is None:
            return None
        if owner.kind is OwnerKind.DEPT:
            return self.by_dept.get(owner.name)
        if owner.kind is OwnerKind.PLACE:
            return self.of_place(owner.name, areas)
        if owner.kind is OwnerKind.STATION:
            return self.by_code.get(owner.name)
        return None if owner_station is None else self.by_id.get(owner_station)
