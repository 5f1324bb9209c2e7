"""Answer for the duties: who, by which policy, by when, and which class a text may mean."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from gisgrid.duties.answers import Assignment, Filing, Limits, Question, Suggestion
from gisgrid.duties.book import ClassEntry, Condition, RuleBook
from gisgrid.duties.deciding import decide
from gisgrid.duties.rules import Act, chosen, patterns
from gisgrid.duties.shelf import book
from gisgrid.kernel.errors import NotFound

CLOCK_HOURS = {"urgent_hour": 1.0, "urgent_day": 24.0, "work_hour": 3.0, "work_day": 24.0}
"""What a unit is worth on the wall clock, roughly: only to tell which limit is the fastest."""


class NoSuchClass(NotFound):
    """The class is in no class book."""


def assign(tx: Session, question: Question) -> Assignment:
    """Return who answers, with the whole reasoning; unrouted is an answer too."""
    return decide(book(tx), question)


def assign_many(tx: Session, questions: Iterable[Question]) -> list[Assignment]:
    """Return who answers to each of many questions, by one rule book."""
    found = book(tx)
    return [decide(found, question) for question in questions]


def filing(tx: Session, source: str, class_id: int | None, confidence: float | None) -> Filing:
    """Return what policy does with a report; without a class a person decides.

    `confidence` None means that a person chose the class, and counts as certain.
    """
    found = book(tx)
    entry = None if class_id is None else found.classes.get(class_id)
    if entry is None or not entry.active:
        return Filing(Act.QUEUE, None, None)
    sure = 1.0 if confidence is None else confidence
    policy = chosen(found.policies, patterns(entry.key), source, sure)
    if policy is None:
        return Filing(Act.QUEUE, None, None)
    if policy.action is not Act.FILE:
        return Filing(policy.action, None, policy.id)
    condition = filing_condition(found, entry, policy.condition_id)
    return Filing(Act.FILE if condition else Act.QUEUE, condition, policy.id)


def filing_condition(found: RuleBook, entry: ClassEntry, named: int | None) -> int | None:
    """Return the condition that the policy names, else the class's usual one."""
    if named is not None:
        return named
    usual = found.default_condition(entry.id)
    return usual.id if usual else None


def limits(tx: Session, condition_id: int) -> Limits:
    """Return the limits of a filing condition."""
    return limits_of(condition(tx, condition_id))


def fastest_limits(tx: Session, class_id: int) -> Limits | None:
    """Return the shortest limits that a class may have: what is promised until it is filed."""
    found = conditions(tx, class_id)
    return limits_of(min(found, key=hours_to_solve)) if found else None


def hours_to_solve(one: Condition) -> tuple[float, int]:
    """Return roughly how many hours on the clock a condition allows."""
    return one.solve_value * CLOCK_HOURS[one.solve_unit], one.seq


def limits_of(one: Condition) -> Limits:
    """Return a condition's two limits."""
    return Limits(one.respond_value, one.respond_unit, one.solve_value, one.solve_unit, one.urgent)


def condition(tx: Session, condition_id: int) -> Condition:
    """Return a filing condition."""
    found = book(tx).conditions.get(condition_id)
    if found is None:
        raise NotFound(
            f"没有立案条件 {condition_id} · there is no filing condition {condition_id}."
        )
    return found


def conditions(tx: Session, class_id: int) -> Sequence[Condition]:
    """Return the filing conditions of a class, in their order."""
    return book(tx).conditions_of.get(class_id, ())


def case_class(tx: Session, class_id: int) -> ClassEntry:
    """Return a class of any edition."""
    found = book(tx).classes.get(class_id)
    if found is None:
        raise NoSuchClass(f"没有类别 {class_id} · there is no class {class_id}.")
    return found


def classes_below(tx: Session, prefixes: Iterable[str]) -> tuple[int, ...]:
    """Return the ids of the classes of every edition whose keys begin with one of the prefixes."""
    begins = tuple(prefixes)
    found = book(tx).classes.items() if begins else ()
    return tuple(sorted(one for one, entry in found if entry.key.startswith(begins)))


def class_by_key(tx: Session, key: str) -> ClassEntry:
    """Return the class in force that is written domain/code."""
    found = book(tx).by_key.get(key)
    if found is None:
        raise NoSuchClass(f"没有类别 {key} · there is no class {key!r} in force.")
    return found


def classes(tx: Session) -> list[ClassEntry]:
    """Return the classes in force, in the order of their keys."""
    found = book(tx).by_key
    return [found[key] for key in sorted(found)]


def suggest(tx: Session, text: str, limit: int = 5) -> list[Suggestion]:
    """Return the classes that a text may mean, best first, each with its score."""
    found = book(tx)
    ranked = ((found.classes[r.class_id], r) for r in found.suggester.rank(text, limit))
    return [
        Suggestion(one.id, r.key, one.name, one.name_en, r.score, r.confident) for one, r in ranked
    ]


def successors(tx: Session, class_id: int) -> list[ClassEntry]:
    """Return the classes of later editions that follow a class, by their keys."""
    found = book(tx)
    after = (found.classes[one] for one in found.successors.get(class_id, ()))
    return sorted(after, key=lambda entry: entry.key)
