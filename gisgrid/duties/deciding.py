"""Decide who answers, over a rule book in memory, and say why.

The order is the trade's: the asset owner's override, the rule of the finest area that has one,
the class's default unit; else unrouted, with the reason. What is found must work: a rule whose
station is missing makes the question unrouted and is named, it is never silently skipped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from gisgrid.duties.answers import Assignment, Question, Reason
from gisgrid.duties.book import ClassEntry, RuleBook
from gisgrid.duties.memory import Answer
from gisgrid.duties.overrides import Override
from gisgrid.duties.reasons import (
    class_reason,
    leader_reason,
    override_reason,
    place_reason,
    rule_reason,
    station_reason,
)
from gisgrid.duties.rules import Moment, Rule, owner_of, patterns, winner
from gisgrid.duties.stations import StationEntry


class Unrouted(StrEnum):
    """Why nobody was found."""

    NO_CLASS = "no_class"
    UNKNOWN_CLASS = "unknown_class"
    OUTSIDE = "outside"
    PLACE_MISSING = "place_missing"
    NO_RULE = "no_rule"
    OWNER_MISSING = "owner_missing"


@dataclass(frozen=True, slots=True)
class Found:
    """What decides: who leads, who assists, whose the asset is, and the reason to give."""

    lead: str
    assists: tuple[str, ...]
    reason: Reason
    owner_station: int | None = None


NOWHERE = -1
"""Stands for the leaf of a report without a place, which is not a place outside the grid."""


def decide(book: RuleBook, question: Question) -> Assignment:
    """Return who answers, with the whole reasoning."""
    areas = areas_of(question)
    leader = book.leader(areas, question.at)
    answer = answered(book, question, areas)
    head = (place_reason(question), leader_reason(leader))
    person = leader.person_id if leader else None
    return Assignment(
        answer.lead, answer.assists, person, answer.unrouted, (*head, *answer.reasons)
    )


def answered(book: RuleBook, question: Question, areas: Sequence[int]) -> Answer:
    """Return the answer, from memory when only the class, the place's areas and the hour count."""
    if question.asset_id is not None or question.owner is not None:
        return answer_to(book, question, areas, moment_of(book, question))
    at = moment_of(book, question)
    leaf = question.located.leaf if question.located else NOWHERE
    if override_for(book, question, question_patterns(book, question)):
        return answer_to(book, question, areas, at)
    key = (question.class_id, leaf, areas, book.stretch(at.time), at.day)
    known = book.answers.get(key)
    if known is None:
        known = answer_to(book, question, areas, at)
        book.answers.keep(key, known)
    return known


def question_patterns(book: RuleBook, question: Question) -> Sequence[str]:
    """Return the patterns that cover the question's class."""
    entry = book.classes.get(question.class_id) if question.class_id is not None else None
    return patterns(entry.key) if entry else ()


def answer_to(book: RuleBook, question: Question, areas: Sequence[int], at: Moment) -> Answer:
    """Return who answers and why, all but the place and its leader."""
    entry = None if question.class_id is None else book.classes.get(question.class_id)
    why = obstacle(question, entry)
    if why or entry is None:
        return unrouted(why or Unrouted.NO_CLASS, [])
    reasons = [class_reason(entry)]
    found = find(book, question, entry, areas, at)
    if found is None:
        return unrouted(Unrouted.NO_RULE, reasons)
    return routed(book, found, areas, [*reasons, found.reason])


def areas_of(question: Question) -> tuple[int, ...]:
    """Return the areas of the place, leaf first."""
    return question.located.path[::-1] if question.located else ()


def obstacle(question: Question, entry: ClassEntry | None) -> Unrouted | None:
    """Return what keeps the question from having an answer at all."""
    if question.class_id is None:
        return Unrouted.NO_CLASS
    if entry is None:
        return Unrouted.UNKNOWN_CLASS
    if question.located is not None and question.located.leaf is None:
        return Unrouted.OUTSIDE
    if question.located is None and entry.needs_place:
        return Unrouted.PLACE_MISSING
    return None


def find(
    book: RuleBook, question: Question, entry: ClassEntry, areas: Sequence[int], at: Moment
) -> Found | None:
    """Ask the overrides, then the rules, then the class itself."""
    covering = patterns(entry.key)
    override = override_for(book, question, covering)
    if override:
        return of_override(override)
    rule = winner(book.index, areas, covering, at)
    if rule:
        return of_rule(rule)
    return of_default(entry)


def override_for(book: RuleBook, question: Question, covering: Sequence[str]) -> Override | None:
    """Return the asset owner's override at this place."""
    here = None if question.lon is None or question.lat is None else (question.lon, question.lat)
    return book.overrides.winner(covering, here, question.asset_id)


def moment_of(book: RuleBook, question: Question) -> Moment:
    """Return the time of day in the district, and whose the asset is."""
    local = question.at.astimezone(book.zone)
    owner = question.owner
    if owner is None and question.asset_id is not None:
        asset = book.assets.get(question.asset_id)
        owner = asset.owner_name if asset else None
    return Moment(local.time(), local.date(), owner)


def of_override(override: Override) -> Found:
    """Say that the owner of something here answers."""
    reason = override_reason(override)
    return Found(override.lead, override.assists, reason, override.owner_station)


def of_rule(rule: Rule) -> Found:
    """Say which duty rule decided."""
    return Found(rule.lead, rule.assists, rule_reason(rule))


def of_default(entry: ClassEntry) -> Found | None:
    """Say that the class's own unit answers, when it has one."""
    if entry.default_lead is None:
        return None
    return Found(entry.default_lead, entry.default_assists, {"code": "default", "class": entry.key})


def routed(book: RuleBook, found: Found, areas: Sequence[int], reasons: list[Reason]) -> Answer:
    """Turn the texts of who answers into stations."""

    def answering(text: str) -> StationEntry | None:
        return book.stations.answering(owner_of(text), areas, found.owner_station)

    lead = answering(found.lead)
    if lead is None:
        lacking: Reason = {"code": "missing", "owner": found.lead}
        return unrouted(Unrouted.OWNER_MISSING, [*reasons, lacking])
    helpers = {text: answering(text) for text in found.assists}
    assists = {s.id: s for s in helpers.values() if s is not None and s.id != lead.id}
    reasons.append(station_reason("lead", lead, found.lead))
    reasons.extend(station_reason("assist", s, "") for s in assists.values())
    reasons.extend({"code": "missing", "owner": t} for t, s in helpers.items() if s is None)
    return Answer(lead.id, tuple(assists), None, tuple(reasons))


def unrouted(why: Unrouted, reasons: list[Reason]) -> Answer:
    """Say that nobody was found, and why."""
    last: Reason = {"code": "unrouted", "reason": why.value}
    return Answer(None, (), why.value, (*reasons, last))
