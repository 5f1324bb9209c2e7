"""Forgets a person: what is personal goes, the history stays and still verifies."""

import re
from typing import Final

from sqlalchemy.orm import Session

from gisgrid import files
from gisgrid.cases import queries
from gisgrid.cases.rules import Action
from gisgrid.cases.service.steps import Taker, take
from gisgrid.cases.tables import CaseFile, Step

NUMBERS: Final = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)")
"""Identity cards, mobile and land-line numbers, as people write them into their words."""
HIDDEN: Final = "［已隐去］"


def anonymise(tx: Session, case: CaseFile, *, actor: Taker, note: str | None) -> Step:
    """Erase the reporter of a locked case everywhere, and the numbers in the words.

    The erased payloads' digests stay in the chain, so it verifies as before. The step itself
    says who asked for it and why. Photos that came with complaints go too: from pages at once,
    from the store with the next sweep.
    """
    step = take(tx, case, Action.ANONYMISE, actor=actor, note=note)
    case.text, case.place_text = without_numbers(case.text), without_numbers(case.place_text)
    for report in queries.reports(tx, case.id):
        report.text = without_numbers(report.text)
        report.place_text = without_numbers(report.place_text)
    tx.flush()
    files.forget_photos(tx, queries.complaints(tx, [case.id]))
    queries.erase_reporter(tx, case.id)
    tx.expire_all()
    return step


def without_numbers(words: str) -> str:
    """Return the words without telephone and identity card numbers."""
    return NUMBERS.sub(HIDDEN, words)
