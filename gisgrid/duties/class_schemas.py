"""What goes over the wire about the class book."""

from collections.abc import Iterable, Sequence
from typing import Self

from pydantic import BaseModel, ConfigDict

from gisgrid.duties.answers import Suggestion
from gisgrid.duties.book import ClassEntry, Condition, RuleBook


class Answer(BaseModel):
    """Base of what is read from our own values."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class ConditionOut(Answer):
    """A filing condition (立案条件) with its limits."""

    id: int
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
    limit_note: str | None
    limit_note_en: str | None


class ClassOut(Answer):
    """A class of the class book."""

    id: int
    key: str
    name: str
    name_en: str | None
    needs_place: bool
    emergency: bool
    duplicate_radius_m: float | None
    duplicate_days: int | None
    conditions: list[ConditionOut] = []


class BigClassOut(BaseModel):
    """A big class (大类) with its classes."""

    key: str
    name: str
    name_en: str | None
    classes: list[ClassOut]


class DomainOut(BaseModel):
    """A domain: components, events, appeals, detections, epidemic."""

    domain: str
    big_classes: list[BigClassOut]


def tree(book: RuleBook) -> list[DomainOut]:
    """Return the classes in force as domain, big class, class, condition."""
    domains: dict[str, dict[str, BigClassOut]] = {}
    for key in sorted(book.by_key):
        entry = book.by_key[key]
        domain = key.partition("/")[0]
        bigs = domains.setdefault(domain, {})
        bigs.setdefault(key[:-2], big_class(entry)).classes.append(class_out(book, entry))
    return [DomainOut(domain=d, big_classes=list(bigs.values())) for d, bigs in domains.items()]


def big_class(entry: ClassEntry) -> BigClassOut:
    """Return a big class, still without classes."""
    return BigClassOut(
        key=entry.key[:-2], name=entry.big_name, name_en=entry.big_name_en, classes=[]
    )


def class_out(book: RuleBook, entry: ClassEntry) -> ClassOut:
    """Return a class with its conditions."""
    found: Sequence[Condition] = book.conditions_of.get(entry.id, ())
    conditions = [ConditionOut.model_validate(condition) for condition in found]
    return ClassOut.model_validate(entry).model_copy(update={"conditions": conditions})


class SuggestionOut(Answer):
    """A class that a text may mean; only a confident one may be taken without asking."""

    class_id: int
    key: str
    name: str
    name_en: str | None
    score: float
    confident: bool

    @classmethod
    def all_of(cls, found: Iterable[Suggestion]) -> list[Self]:
        """Return suggestions as they go over the wire."""
        return [cls.model_validate(one) for one in found]
