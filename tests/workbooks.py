"""Excel workbooks that tests write."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook


def workbook(path: Path, *rows: Sequence[object]) -> Path:
    """Write a workbook of one sheet, and return its file."""
    made = Workbook()
    assert made.active is not None
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path
