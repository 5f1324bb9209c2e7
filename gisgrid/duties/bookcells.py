"""What the cells of a class book's files may hold, and how to mend those that hold else."""

import math
from collections.abc import Callable, Mapping
from datetime import time
from typing import Final

from gisgrid.kernel.words import UNWRITABLE

LARGEST: Final = 32_767
"""What a number in the book may be at most: the smallest whole number a column holds."""
LARGEST_LIMIT: Final = 999_999.99
LONGEST: Final = 2000
"""What a cell may hold at most, in characters."""
WIDEST_M: Final = 5000.0
"""How far around an asset its owner may answer, in metres."""
UNITS: Final = ("urgent_hour", "urgent_day", "work_hour", "work_day")
ACTIONS: Final = ("file", "queue", "dispatch_first")
RELATIONS: Final = ("same", "similar", "split", "merged")
SOURCES: Final = (
    "citizen",
    "officer",
    "patrol",
    "hotline",
    "platform",
    "camera",
    "gauge",
    "drone",
    "unit",
    "enterprise",
)
"""Who may report; a test holds them to the reports' own list."""
Kind = tuple[Callable[[str], bool], str]


def is_whole(cell: str) -> bool:
    """Tell whether a cell is a whole number in plain digits."""
    digits = cell.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) < 6 and int(digits) <= LARGEST


def is_number(cell: str) -> bool:
    """Tell whether a cell is a finite number that is not below 0."""
    return cell.isascii() and "_" not in cell and 0 <= float(cell) < math.inf


def is_limit(cell: str) -> bool:
    """Tell whether a cell is a limit as the database keeps it: above 0, two decimals at most."""
    return is_number(cell) and 0 < float(cell) <= LARGEST_LIMIT and two_decimals(float(cell))


def two_decimals(value: float) -> bool:
    """Tell whether nothing is lost when a number is kept with two decimals."""
    return round(value, 2) == value


def is_share(cell: str) -> bool:
    """Tell whether a cell is a number from 0 to 1."""
    return is_number(cell) and float(cell) <= 1


def is_buffer(cell: str) -> bool:
    """Tell whether a cell is a distance that an override may reach."""
    return is_number(cell) and float(cell) <= WIDEST_M


def is_hour(cell: str) -> bool:
    """Tell whether a cell is a time of day without a zone."""
    return time.fromisoformat(cell).tzinfo is None


def is_written(cell: str) -> bool:
    """Tell whether a cell holds anything to read."""
    return bool(cell.strip())


def one_of(*words: str) -> Kind:
    """Return the kind of a cell that holds one of these words."""
    said = "、".join(words)
    return words.__contains__, f"应为其中之一：{said} · write one of these"


WHOLE: Final[Kind] = (is_whole, "应为整数，如 3 · write a whole number such as 3")
NUMBER: Final[Kind] = (
    is_number,
    "应为不小于 0 的数，如 2.5 · write a number from 0 up such as 2.5",
)
LIMIT: Final[Kind] = (
    is_limit,
    "应为大于 0、至多两位小数的时限，如 2.5 · write a limit above 0 with two decimals at most",
)
SHARE: Final[Kind] = (is_share, "应为 0 到 1 的数，如 0.85 · write a number from 0 to 1")
BUFFER: Final[Kind] = (is_buffer, "应为 0 到 5000 米 · write metres from 0 to 5000")
HOUR: Final[Kind] = (is_hour, "应为时刻，如 08:30 · write a time of day such as 08:30")
FLAG: Final[Kind] = (("0", "1").__contains__, "应为 1（是）或 0（否） · write 1 for yes, 0 for no")
WORDS: Final[Kind] = (is_written, "不能为空 · must not be empty")

_CLASS: Final[Mapping[str, Kind]] = {
    **dict.fromkeys(("domain", "code", "big_code", "big_name", "name"), WORDS),
    **dict.fromkeys(("needs_place", "emergency"), FLAG),
    "duplicate_radius_m": NUMBER,
    "duplicate_days": WHOLE,
}
_RULE: Final[Mapping[str, Kind]] = {
    **dict.fromkeys(("code", "name", "class", "lead"), WORDS),
    "priority": WHOLE,
}
KINDS: Final[Mapping[str, Mapping[str, Kind]]] = {
    "codebooks.csv": {
        **dict.fromkeys(("codebook", "edition", "name"), WORDS),
        **dict.fromkeys(("active", "sample"), FLAG),
    },
    "classes.csv": _CLASS,
    "classes_older.csv": _CLASS,
    "conditions.csv": {
        "seq": WHOLE,
        **dict.fromkeys(("condition", "closing"), WORDS),
        **dict.fromkeys(("respond_value", "solve_value"), LIMIT),
        **dict.fromkeys(("respond_unit", "solve_unit"), one_of(*UNITS)),
        **dict.fromkeys(("urgent", "is_default"), FLAG),
    },
    "successors.csv": {"relation": one_of(*RELATIONS)},
    "rules.csv": {**_RULE, "from_time": HOUR, "to_time": HOUR},
    "overrides.csv": {**_RULE, "buffer_m": BUFFER},
    "policies.csv": {
        **dict.fromkeys(("code", "name", "class"), WORDS),
        "source": one_of(*SOURCES),
        "min_confidence": SHARE,
        "action": one_of(*ACTIONS),
        "condition_seq": WHOLE,
        "priority": WHOLE,
    },
}
"""What the columns of the files hold; any other column holds any text."""
NEEDED_KINDS: Final = (WORDS, LIMIT)
FILLED: Final = frozenset(["seq", "respond_unit", "solve_unit", "relation", "action", "is_default"])
"""Columns that no line may leave empty, beside those of words and limits."""


def cell_fault(file: str, column: str, cell: str) -> str | None:
    """Say what is wrong with a cell and how to mend it; None: nothing is."""
    if len(cell) > LONGEST:
        return f"超过 {LONGEST} 字 · write at most {LONGEST} characters"
    if UNWRITABLE.search(cell):
        return "含有控制字符 · take out the control characters"
    kind = KINDS[file].get(column)
    if kind is None or not (cell or kind in NEEDED_KINDS or column in FILLED):
        return None
    return None if sensible(kind[0], cell) else f"{cell[:40]!r} {kind[1]}"


def sensible(reads: Callable[[str], bool], cell: str) -> bool:
    """Tell whether a cell reads as what it should be."""
    try:
        return reads(cell)
    except ValueError:
        return False
