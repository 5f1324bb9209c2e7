"""Cells of CSV files: text is text, whatever a spreadsheet would make of it.

A spreadsheet takes a cell that begins with = + - @, a tab or a line break for a formula, and runs
it. Such a text is written behind an apostrophe; what reads as a number stays a number.
"""

import re
from typing import Final, TypeVar

FORMULA: Final = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n\0]")
NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
BLANKS: Final = frozenset(chr(n) for n in range(0x3001) if chr(n).isspace())
FIRST: Final = BLANKS | frozenset("=+-@＝＋－＠\0")
"""Every text that must be defused begins with one of these; most that begin so need not be."""
MARK: Final = "'"
Cell = TypeVar("Cell")


def defused(cell: Cell) -> Cell | str:
    """Return a cell that no spreadsheet runs; numbers, dates and harmless texts as they are."""
    if not isinstance(cell, str) or NUMBER.fullmatch(cell) or not FORMULA.match(cell):
        return cell
    return MARK + cell


def as_said(cell: str) -> str:
    """Return the text of a cell that was defused when it was written; any other as it is."""
    said = cell.removeprefix(MARK)
    return said if defused(said) != said else cell
