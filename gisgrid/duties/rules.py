"""Decide which rule and which policy speak, from values alone: no input, no output.

Precedence is data: the finest area first; then the class before its big class before its domain;
then a rule for this owner, then a rule for these hours, then priority, then the code. Codes are
unique, so the order in which rows were read never matters.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

EVERYTHING: Final = "*"
SEPARATOR: Final = "/"
BIG_CODE_LENGTH: Final = 2


class OwnerKind(StrEnum):
    """The four ways to say who answers."""

    DEPT = "dept"
    PLACE = "place"
    STATION = "station"
    OWNER = "owner"


class Owner(NamedTuple):
    """Who answers: `dept:TAG`, `place:LEVEL`, `station:CODE`, or `owner` of the asset."""

    kind: OwnerKind
    name: str

    @property
    def text(self) -> str:
        """Return how it is written."""
        return self.kind if self.kind is OwnerKind.OWNER else f"{self.kind}:{self.name}"


@lru_cache(maxsize=4096)
def owner_of(text: str) -> Owner | None:
    """Read who answers, or None when it is not written so."""
    kind, colon, name = text.partition(":")
    known = kind in tuple(OwnerKind)
    if not known or bool(colon and name) == (kind == OwnerKind.OWNER):
        return None
    return Owner(OwnerKind(kind), name)


@dataclass(frozen=True, slots=True)
class Window:
    """Hours of the day, the start belongs to it, the end does not; may run over midnight."""

    start: time
    end: time

    def covers(self, moment: time) -> bool:
        """Tell whether a time of day lies in the window."""
        if self.start < self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end

    @property
    def text(self) -> str:
        """Return the hours as people read them."""
        start, end = self.start, self.end
        return f"{start.hour:02}:{start.minute:02}-{end.hour:02}:{end.minute:02}"


@dataclass(frozen=True, slots=True)
class Rule:
    """One duty rule; `area` None means anywhere, `owner` None anyone's."""

    code: str
    pattern: str
    lead: str
    assists: tuple[str, ...] = ()
    area: int | None = None
    area_name: str | None = None
    window: Window | None = None
    owner: str | None = None
    priority: int = 0
    valid_from: date | None = None
    valid_to: date | None = None
    version: int = 1
    name: str = ""
    name_en: str | None = None

    def speaks(self, moment: time, day: date, owner: str | None) -> bool:
        """Tell whether the rule applies at this time, on this day, for this owner."""
        return (
            (self.owner is None or self.owner == owner)
            and (self.window is None or self.window.covers(moment))
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_to is None or day < self.valid_to)
        )


def precedence(rule: Rule) -> tuple[bool, bool, int, str]:
    """Return the key by which rules of one area and one pattern are asked."""
    return (rule.owner is None, rule.window is None, -rule.priority, rule.code)


Index = Mapping[tuple[int | None, str], tuple[Rule, ...]]


def indexed(rules: Iterable[Rule]) -> Index:
    """Sort rules into what one question asks for: by area and pattern, in precedence."""
    found: dict[tuple[int | None, str], list[Rule]] = {}
    for rule in rules:
        found.setdefault((rule.area, rule.pattern), []).append(rule)
    return {key: tuple(sorted(those, key=precedence)) for key, those in found.items()}


def patterns(key: str) -> tuple[str, str, str, str]:
    """Return what covers a class, the narrowest first: class, big class, domain, everything."""
    domain, _, code = key.partition(SEPARATOR)
    return key, f"{domain}{SEPARATOR}{code[:BIG_CODE_LENGTH]}", domain, EVERYTHING


class Moment(NamedTuple):
    """A time of day on a day, in the district's zone, and whose the thing is."""

    time: time
    day: date
    owner: str | None = None


def winner(index: Index, areas: Sequence[int], covering: Sequence[str], at: Moment) -> Rule | None:
    """Return the one rule that decides, or None.

    `areas` are the areas of the place, leaf first; anywhere is asked last.
    """
    for area in (*areas, None):
        for pattern in covering:
            for rule in index.get((area, pattern), ()):
                if rule.speaks(at.time, at.day, at.owner):
                    return rule
    return None


class Act(StrEnum):
    """What policy does with a report."""

    FILE = "file"
    QUEUE = "queue"
    DISPATCH_FIRST = "dispatch_first"


@dataclass(frozen=True, slots=True)
class Policy:
    """One filing policy; `source` None means from anyone."""

    id: int
    code: str
    pattern: str
    action: Act
    source: str | None = None
    min_confidence: float | None = None
    condition_id: int | None = None
    priority: int = 0
    version: int = 1

    def speaks(self, source: str, confidence: float) -> bool:
        """Tell whether the policy applies to a report from there, with a class so sure."""
        return (self.source is None or self.source == source) and (
            self.min_confidence is None or confidence >= self.min_confidence
        )


def policy_precedence(policy: Policy) -> tuple[int, bool, float, str]:
    """Return the key by which policies of one pattern are asked.

    Priority first, so that "always a person" can be said; then the source, then the highest
    confidence that is asked for.
    """
    asked = -1.0 if policy.min_confidence is None else policy.min_confidence
    return (-policy.priority, policy.source is None, -asked, policy.code)


Policies = Mapping[str, tuple[Policy, ...]]


def indexed_policies(policies: Iterable[Policy]) -> Policies:
    """Sort policies by pattern, in precedence."""
    found: dict[str, list[Policy]] = {}
    for policy in policies:
        found.setdefault(policy.pattern, []).append(policy)
    return {key: tuple(sorted(those, key=policy_precedence)) for key, those in found.items()}


def chosen(
    policies: Policies, covering: Sequence[str], source: str, confidence: float
) -> Policy | None:
    """Return the one policy that decides, the narrowest pattern first, or None."""
    for pattern in covering:
        for policy in policies.get(pattern, ()):
            if policy.speaks(source, confidence):
                return policy
    return None
