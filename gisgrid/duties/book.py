"""The rule book: everything that decides a duty, in memory, for one stamp of the database."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from gisgrid.duties.memory import Answers
from gisgrid.duties.overrides import Overrides
from gisgrid.duties.rules import Index, Policies, Rule
from gisgrid.duties.stations import Stations
from gisgrid.duties.suggesting import Described, Suggester


@dataclass(frozen=True, slots=True)
class ClassEntry:
    """A class as the rule book knows it."""

    id: int
    key: str
    name: str
    name_en: str | None
    big_name: str
    big_name_en: str | None
    codebook: str
    edition: str
    active: bool
    needs_place: bool
    emergency: bool
    duplicate_radius_m: float | None
    duplicate_days: int | None
    default_lead: str | None
    default_assists: tuple[str, ...]
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """A filing condition with its limits."""

    id: int
    class_id: int
    seq: int
    name: str
    name_en: str | None
    closing: str
    closing_en: str | None
    respond_value: float
    respond_unit: str
    solve_value: float
    solve_unit: str
    urgent: bool
    is_default: bool
    limit_note: str | None = None
    limit_note_en: str | None = None


@dataclass(frozen=True, slots=True)
class Leader:
    """A dated post of grid leader; a deputy answers only where no leader does."""

    post_id: int
    post_code: str
    person_id: int
    area: int
    area_name: str
    valid_from: datetime
    valid_to: datetime | None
    deputy: bool

    def serves(self, at: datetime) -> bool:
        """Tell whether the post is held at this moment."""
        return self.valid_from <= at and (self.valid_to is None or at < self.valid_to)


@dataclass(frozen=True, slots=True)
class AssetEntry:
    """Whose an asset is."""

    id: int
    kind: str
    owner_name: str | None
    owner_station: int | None


@dataclass(frozen=True)
class RuleBook:
    """All of it; compared by nothing, cached by its stamp."""

    stamp: str
    zone: ZoneInfo
    classes: Mapping[int, ClassEntry]
    conditions: Mapping[int, Condition]
    rules: tuple[Rule, ...]
    index: Index
    overrides: Overrides
    policies: Policies
    stations: Stations
    leaders: Mapping[int, tuple[Leader, ...]]
    assets: Mapping[int, AssetEntry]
    successors: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    @cached_property
    def answers(self) -> Answers:
        """Return the memory of answers; a changed copy of the book has its own."""
        return Answers()

    @cached_property
    def memory(self) -> dict[object, Any]:
        """Return what others remember for as long as the stamp holds; see `remember`."""
        return {}

    @cached_property
    def turns(self) -> tuple[time, ...]:
        """Return the times of day at which some rule begins or stops to speak."""
        windows = [rule.window for rule in self.rules if rule.window]
        return tuple(sorted({at for window in windows for at in (window.start, window.end)}))

    def stretch(self, at: time) -> int:
        """Return the number of the stretch of the day in which all rules stay the same."""
        return bisect_right(self.turns, at)

    @cached_property
    def by_key(self) -> Mapping[str, ClassEntry]:
        """Return the classes in force by `domain/code`."""
        return {entry.key: entry for entry in self.classes.values() if entry.active}

    @cached_property
    def conditions_of(self) -> Mapping[int, tuple[Condition, ...]]:
        """Return each class's filing conditions, in their order."""
        found: dict[int, list[Condition]] = {}
        for condition in sorted(self.conditions.values(), key=lambda one: one.seq):
            found.setdefault(condition.class_id, []).append(condition)
        return {class_id: tuple(those) for class_id, those in found.items()}

    @cached_property
    def suggester(self) -> Suggester:
        """Return the text index of the classes in force, made when first asked for."""
        return Suggester(self._described(entry) for entry in self.by_key.values())

    def _described(self, entry: ClassEntry) -> Described:
        conditions = self.conditions_of.get(entry.id, ())
        names = (entry.name, *((entry.name_en,) if entry.name_en else ()))
        return Described(
            entry.id,
            entry.key,
            names=names,
            synonyms=entry.synonyms,
            conditions=tuple(condition.name for condition in conditions),
        )

    def default_condition(self, class_id: int) -> Condition | None:
        """Return the condition under which a class is filed when none is named."""
        return next((c for c in self.conditions_of.get(class_id, ()) if c.is_default), None)

    def leader(self, areas: Sequence[int], at: datetime) -> Leader | None:
        """Return who leads the finest area that has a leader (or a deputy) at this moment."""
        for area in areas:
            serving = [one for one in self.leaders.get(area, ()) if one.serves(at)]
            if serving:
                return min(serving, key=lambda one: (one.deputy, one.post_code))
        return None
