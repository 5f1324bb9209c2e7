"""Go through the whole book and list what does not work any more, e.g. after a reorganisation."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.duties.book import ClassEntry, RuleBook
from gisgrid.duties.checking import faults, override_faults, policy_faults, unknown_owner
from gisgrid.duties.places import leaf_paths
from gisgrid.duties.shelf import book
from gisgrid.duties.sql import load
from gisgrid.kernel import clock


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not work: a rule, a class, an override or a policy, and why."""

    kind: str
    code: str
    text: str


def review(tx: Session) -> list[Problem]:
    """Return everything in the book that cannot work as it stands, and what sleeps."""
    return [*broken(tx), *ownerless(tx)]


def broken(tx: Session) -> list[Problem]:
    """Return everything in the book that cannot work as it stands."""
    found = book(tx)
    return [
        *rule_problems(tx, found),
        *(problem for entry in found.by_key.values() for problem in class_problems(found, entry)),
        *override_problems(found),
        *policy_problems(found),
    ]


def rule_problems(tx: Session, found: RuleBook) -> Iterator[Problem]:
    """Check every rule as if it were saved now."""
    day = clock.now().astimezone(found.zone).date()
    for rule in found.rules:
        wrong = faults(found, rule, leaf_paths(tx, rule.area), day)
        yield from (Problem("rule", rule.code, fault.text) for fault in wrong)


def class_problems(found: RuleBook, entry: ClassEntry) -> Iterator[Problem]:
    """Check a class's default unit and that it can be filed."""
    for owner in (entry.default_lead, *entry.default_assists):
        if owner is not None:
            wrong = unknown_owner(found, owner)
            yield from (Problem("class", entry.key, fault.text) for fault in wrong)
    if found.default_condition(entry.id) is None:
        yield Problem("class", entry.key, "没有默认立案条件 · has no usual filing condition.")


def policy_problems(found: RuleBook) -> Iterator[Problem]:
    """Check that policies speak of classes in force and file under a condition of the class."""
    for policy in (one for those in found.policies.values() for one in those):
        wrong = policy_faults(found, policy)
        yield from (Problem("policy", policy.code, fault.text) for fault in wrong)


def override_problems(found: RuleBook) -> Iterator[Problem]:
    """Check each override once, however many things it means."""
    for override in {one.code: one for one in found.overrides}.values():
        wrong = override_faults(found, override)
        yield from (Problem("override", override.code, fault.text) for fault in wrong)


def ownerless(tx: Session) -> Iterator[Problem]:
    """List the assets whose owner should answer but has no station; their overrides sleep."""
    for row in tx.execute(text(load("ownerless"))):
        said = (
            f"{row.things} 个部件没有权属单位 · {row.things} assets have no owner with a station."
        )
        yield Problem("override", row.code, said)
