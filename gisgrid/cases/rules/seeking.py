"""What somebody types to find a case: a number or a part of it, or words that were said."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final

DIGITS: Final = 15
"""Of a whole number: eight of the day, six of the serial, one to check them."""
MONTH: Final = re.compile(r"20\d{2}(0[1-9]|1[0-2])")
BESIDE: Final = 2
"""Characters beside each other, by which words are looked up: fewer find nothing."""
ENDS: Final = range(4, DIGITS)
KEPT: Final = 4
"""The end of a number that is looked up, with its check digit or without; more is compared."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A part of a number, digits alone."""

    digits: str

    def from_front(self) -> tuple[str, str] | None:
        """Return the first and the last number that begin so; None before the month is whole."""
        if not MONTH.match(self.digits) or len(self.digits) > DIGITS:
            return None
        ends = (self.digits.ljust(DIGITS, fill) for fill in "09")
        low, high = (f"{one[:8]}-{one[8:14]}-{one[14]}" for one in ends)
        return low, high

    def month(self) -> date:
        """Return the first day of the month that the number begins with."""
        return date(int(self.digits[:4]), int(self.digits[4:6]), 1)

    def from_end(self) -> str | None:
        """Return the mark under which the end of a number is looked up; None where it is no end."""
        return f"#{self.digits[-KEPT:]}" if len(self.digits) in ENDS else None


def number_in(said: str) -> Numbered | None:
    """Return the digits of what may be a part of a number; None for words.

    >>> number_in("20261123-0000")
    Numbered(digits='202611230000')
    """
    digits = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", said))
    return Numbered(digits) if digits.isascii() and digits.isdigit() else None


def terms_in(said: str) -> list[str]:
    """Return the words that all must stand in what was said; single characters say too little.

    >>> terms_in("路灯 不亮 a")
    ['路灯', '不亮']
    """
    return [one for one in said.split() if len(one) >= BESIDE]
