"""CSV files as spreadsheets write them; their cells are text, whatever a spreadsheet makes of it.

A spreadsheet takes a cell that begins with = + - @, a tab or a line break for a formula, and runs
it. Such a text is written behind an apostrophe; what reads as a number stays a number.
"""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
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


def encodings(start: bytes) -> tuple[str, ...]:
    """Return the encodings in which a spreadsheet may have written a text that begins so."""
    marked = start.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    return ("utf-16",) if marked else ("utf-8-sig", "gb18030")


def decoded(raw: bytes) -> str:
    """Return a spreadsheet's text: UTF-8, GB 18030 (Excel in China), or UTF-16 with its mark.

    Raises:
        UnicodeDecodeError: it is none of them.
    """
    first, *rest = encodings(raw)
    try:
        return raw.decode(first)
    except UnicodeDecodeError:
        if not rest:
            raise
        return raw.decode(rest[0])


def separator(header: str) -> str:
    """Return what stands between the cells of a line of column names: a comma where none does."""
    return max(",;\t", key=header.count)
