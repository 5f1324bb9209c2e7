"""Finds cases by their number, by a part of it, or by words; as far as somebody may see.

The rows are chosen by indexes that row policies would close (`case_words`), so the ids are asked
within the scope by our own condition alone, and the cases once more behind both walls.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Session

from gisgrid.cases.rules.labels import STATUSES, label
from gisgrid.cases.rules.seeking import Numbered, number_in, terms_in
from gisgrid.cases.rules.words import Status
from gisgrid.cases.service.naming import Names, names_of
from gisgrid.cases.service.sight import Reach, within
from gisgrid.cases.service.telling import point_of
from gisgrid.cases.tables import CaseFile
from gisgrid.kernel import ids
from gisgrid.kernel.rows import beyond_scope

WORDS = ARRAY(TEXT)
EXCERPT = 40


@dataclass(frozen=True, slots=True)
class Sought:
    """A case as a search answers it."""

    number: str
    class_name: str | None
    status_name: str
    said: str
    """The beginning of its text."""
    point: tuple[float, float] | None


def seek(tx: Session, said: str, who: Reach, limit: int, lang: str = "zh") -> list[Sought]:
    """Return cases, best first: by the front of the number, its end, then words; newest first."""
    found = _ids(tx, said, who, limit)
    seen = select(CaseFile).where(CaseFile.id.in_(found), within(who))
    cases = {case.id: case for case in tx.scalars(seen)} if found else {}
    names = names_of(tx, cases.values(), lang=lang)
    return [_sought(cases[one], names, lang) for one in found if one in cases]


def _ids(tx: Session, said: str, who: Reach, limit: int) -> Sequence[int]:
    found: dict[int, None] = {}
    with beyond_scope(tx):
        for wanted in _ways(said):
            if len(found) < limit:
                found |= dict.fromkeys(_newest(tx, wanted, who, limit))
    return list(found)[:limit]


def _newest(
    tx: Session, wanted: Sequence[ColumnElement[bool]], who: Reach, limit: int
) -> list[int]:
    """Return the newest of the cases; no index is in this order, lest all be walked for a few."""
    asked = select(CaseFile.id).where(*wanted, within(who)).order_by((CaseFile.id + 0).desc())
    return list(tx.scalars(asked.limit(limit)))


def _ways(said: str) -> Iterable[Sequence[ColumnElement[bool]]]:
    """Yield what a case must be like, the surest first."""
    number = number_in(said)
    if number is not None:
        yield from _numbered(number)
    terms = terms_in(said)
    if terms:
        yield [_under(func.word_pairs(one, type_=WORDS)) for one in terms] + [
            _says(one) for one in terms
        ]


def _numbered(number: Numbered) -> Iterable[Sequence[ColumnElement[bool]]]:
    front, end = number.from_front(), number.from_end()
    if front is not None:
        first, after = ids.span_of(number.month(), number.month())
        yield [CaseFile.number.between(*front), CaseFile.id.between(first, after - 1)]
    if end is not None:
        digits = func.replace(CaseFile.number, "-", "")
        ends = (func.right(one, len(number.digits)) for one in (digits, func.left(digits, -1)))
        yield [
            _under(literal([end], WORDS)),
            or_(*(one == number.digits for one in ends)),
        ]


def _under(words: ColumnElement[list[str]]) -> ColumnElement[bool]:
    """Hold for cases that are looked up under all of these; an index answers."""
    known = func.case_words(CaseFile.number, CaseFile.text, CaseFile.place_text, type_=WORDS)
    return known.contains(words)


def _says(term: str) -> ColumnElement[bool]:
    """Hold where a word stands as it was typed; what it holds of patterns is text."""
    said = (CaseFile.text, CaseFile.place_text)
    return or_(*(column.icontains(term, autoescape=True) for column in said))


def _sought(case: CaseFile, names: Names, lang: str) -> Sought:
    said = " ".join(case.text.split())
    return Sought(
        number=case.number,
        class_name=names.classes.get(case.class_id or 0),
        status_name=label(STATUSES[Status(case.status)], lang),
        said=said if len(said) <= EXCERPT else f"{said[:EXCERPT]}…",
        point=point_of(case),
    )
