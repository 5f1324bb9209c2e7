"""Find what keeps a duty rule from working, before it is saved: refused, never skipped."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import product

from gisgrid.duties.book import RuleBook
from gisgrid.duties.overrides import Override
from gisgrid.duties.rules import (
    EVERYTHING,
    Index,
    Moment,
    Owner,
    OwnerKind,
    Policy,
    Rule,
    indexed,
    owner_of,
    patterns,
    winner,
)

Paths = Sequence[tuple[int, ...]]
SHOWN = 3
UNKNOWN_CLASS = (
    "没有类别 {0} · there is no class, big class or domain {0!r}; "
    "write for example event/0301, event/03, event or *."
)
OTHER_EDITION = (
    "{0} 属于未启用的类别版本，现为 {2} · {0} belongs to {1.codebook} {1.edition}, which is not "
    "in force; its successors are {2}."
)
EMPTY_WINDOW = "时段 {0} 为空 · the hours {0} are empty; leave both out for the whole day."
EMPTY_VALIDITY = "有效期为空 · from {0.valid_from} to {0.valid_to} is no time at all."
NAMED_TWICE = "{0} 重复 · {0} is named twice; a lead never assists."
UNREADABLE = "看不懂 {0!r} · write dept:TAG, place:LEVEL or station:CODE instead of {0!r}."
OWNER_IN_RULE = "owner 只能用于权属优先 · `owner` is for overrides: a rule knows no asset."
UNKNOWN_UNIT = "没有 {0} 对应的单位或工作站 · no unit or station is known as {0}."
GAPS = "{1} 个网格没有 {0} · {0} serves nobody in {1} of {2} grids below the area."
OTHER_CONDITION = "立案条件不属于这一类别 · names a filing condition of another class."
SHADOWED = (
    "总被 {0} 覆盖，永远用不上 · it never speaks: {0} always come first; "
    "raise its priority, narrow it, or retire those."
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason why a rule cannot work; `text` says how to mend it."""

    code: str
    text: str


def faults(book: RuleBook, rule: Rule, paths: Paths, day: date) -> list[Fault]:
    """Return everything that is wrong with a rule; `paths` lead to the leaves below its area."""
    found = [*class_faults(book, rule.pattern), *time_faults(rule), *owner_faults(book, rule)]
    if found:
        return found
    return [*place_faults(book, rule, paths), *shadow_faults(book, rule, paths, day)]


def class_faults(book: RuleBook, pattern: str) -> Iterator[Fault]:
    """Find a pattern that no class in force answers to."""
    if pattern in known_patterns(book):
        return
    older = next((e for e in book.classes.values() if e.key == pattern), None)
    if older:
        after = followers(book, older.id) or "-"
        yield Fault("class_of_another_edition", OTHER_EDITION.format(pattern, older, after))
    else:
        yield Fault("unknown_class", UNKNOWN_CLASS.format(pattern))


def followers(book: RuleBook, class_id: int) -> str:
    """Name the classes that follow a class of an older edition."""
    found = (book.classes[one].key for one in book.successors.get(class_id, ()))
    return ", ".join(sorted(found))


def known_patterns(book: RuleBook) -> set[str]:
    """Return every class, big class and domain of the books in force."""
    return {pattern for key in book.by_key for pattern in patterns(key)} | {EVERYTHING}


def time_faults(rule: Rule) -> Iterator[Fault]:
    """Find a window or a validity without any time in it."""
    if rule.window and rule.window.start == rule.window.end:
        yield Fault("empty_window", EMPTY_WINDOW.format(rule.window.text))
    if rule.valid_from and rule.valid_to and rule.valid_to <= rule.valid_from:
        yield Fault("empty_validity", EMPTY_VALIDITY.format(rule))


def override_faults(book: RuleBook, override: Override) -> Iterator[Fault]:
    """Find what keeps an override from working; only here `owner` may answer."""
    yield from class_faults(book, override.pattern)
    for text in (override.lead, *override.assists):
        if text != OwnerKind.OWNER:
            yield from unknown_owner(book, text)


def policy_faults(book: RuleBook, policy: Policy) -> Iterator[Fault]:
    """Find a policy for no class in force, or that files under another class's condition."""
    yield from class_faults(book, policy.pattern)
    named = book.conditions.get(policy.condition_id or 0)
    entry = book.by_key.get(policy.pattern)
    if named and (entry is None or named.class_id != entry.id):
        yield Fault("condition_of_another_class", OTHER_CONDITION)


def owner_faults(book: RuleBook, rule: Rule) -> Iterator[Fault]:
    """Find leads and assists that name nobody, or somebody twice."""
    texts = (rule.lead, *rule.assists)
    for text in texts:
        yield from unknown_owner(book, text)
    for text in sorted({text for text in texts if texts.count(text) > 1}):
        yield Fault("named_twice", NAMED_TWICE.format(text))


def unknown_owner(book: RuleBook, text: str) -> Iterator[Fault]:
    """Find a text that means no station at all."""
    owner = owner_of(text)
    if owner is None:
        yield Fault("unreadable_owner", UNREADABLE.format(text))
    elif owner.kind is OwnerKind.OWNER:
        yield Fault("owner_in_rule", OWNER_IN_RULE)
    elif not exists(book, owner):
        yield Fault("unknown_unit", UNKNOWN_UNIT.format(text))


def exists(book: RuleBook, owner: Owner) -> bool:
    """Tell whether anybody could be meant."""
    known = {
        OwnerKind.DEPT: book.stations.by_dept,
        OwnerKind.PLACE: book.stations.levels,
        OwnerKind.STATION: book.stations.by_code,
        OwnerKind.OWNER: (owner.name,),
    }
    return owner.name in known[owner.kind]


def place_faults(book: RuleBook, rule: Rule, paths: Paths) -> Iterator[Fault]:
    """Find places below the rule's area where its lead serves nobody."""
    owner = owner_of(rule.lead)
    gaps = [p for p in paths if not book.stations.answering(owner, p[::-1], None)]
    if gaps:
        yield Fault("no_station_there", GAPS.format(rule.lead, len(gaps), len(paths)))


def shadow_faults(book: RuleBook, rule: Rule, paths: Paths, day: date) -> Iterator[Fault]:
    """Find out whether there is any class, place and time at which the rule would speak."""
    index = indexed([*others(book, rule.code), rule])
    over: set[str] = set()
    for at, key, areas in situations(book, rule, paths, day):
        found = winner(index, areas, patterns(key), at)
        if found is rule:
            return
        over.update((found.code,) if found else ())
    names = ", ".join(sorted(over)[:SHOWN])
    yield Fault("shadowed", SHADOWED.format(names))


def others(book: RuleBook, code: str) -> list[Rule]:
    """Return the rules of the book without this one."""
    return [rule for rule in book.rules if rule.code != code]


def situations(
    book: RuleBook, rule: Rule, paths: Paths, day: date
) -> Iterator[tuple[Moment, str, tuple[int, ...]]]:
    """Go through every kind of question that the rule could answer."""
    index = indexed(others(book, rule.code))
    keys = [key for key in sorted(book.by_key) if rule.pattern in patterns(key)]
    day = max(day, rule.valid_from or day)
    moments = [Moment(t, day, rule.owner) for t in times_of(book.rules, rule)]
    for areas, key, at in product(kinds_of_place(index, rule, paths), keys, moments):
        if rule.speaks(at.time, at.day, at.owner):
            yield at, key, areas


def times_of(rules: Iterable[Rule], rule: Rule) -> list[time]:
    """Return one time of day for every stretch in which no window opens or closes."""
    windows = [one.window for one in (*rules, rule) if one.window]
    return sorted({time(0), *(t for w in windows for t in (w.start, w.end))})


def kinds_of_place(index: Index, rule: Rule, paths: Paths) -> list[tuple[int, ...]]:
    """Return the areas of a place, leaf first, as far as rules tell places apart."""
    ruled = {area for area, _ in index} | {rule.area}
    kinds = {tuple(area for area in reversed(path) if area in ruled) for path in paths}
    return sorted(kinds, key=lambda areas: (len(areas), areas)) or [()]
