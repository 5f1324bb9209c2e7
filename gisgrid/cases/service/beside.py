"""What a history tells of other cases: merged into, merged from; no number that is out of sight."""

from collections.abc import Mapping
from typing import Any, Final, TypeGuard

from gisgrid.cases.rules.labels import label
from gisgrid.cases.tables import Step

NAMING: Final = ("target", "from")
"""Codes of a step that name another case by its id."""
NUMBERS: Final = ("target_number",)
BEYOND: Final = 2**63
OUT_OF_SIGHT: Final = ("涉及辖区外的另一案件", "About another case, outside your scope")


def cases_in(step: Step) -> list[int]:
    """Return the other cases that a step names; what cannot be an id names none."""
    return [one for name in NAMING if _is_id(one := step.codes.get(name))]


def _is_id(said: object) -> TypeGuard[int]:
    return type(said) is int and 0 < said < BEYOND


def told_of(step: Step, seen: frozenset[int], lang: str) -> tuple[str | None, Mapping[str, Any]]:
    """Return a step's note and codes, as far as the other cases that it names are seen."""
    if seen.issuperset(cases_in(step)):
        return step.note, step.codes
    told = {name: said for name, said in step.codes.items() if name not in (*NAMING, *NUMBERS)}
    # What stands beside `from` is our own sentence, with the number in it.
    return label(OUT_OF_SIGHT, lang) if "from" in step.codes else step.note, told
