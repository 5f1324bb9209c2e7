"""The first sheet of an Excel workbook (.xlsx) as rows of texts, within limits.

A workbook is a zip of XML: one that would unfold to more than we read is refused by what its own
directory says, and no part of it unfolds to more than that says.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

LARGEST_BYTES: Final = 10 << 20
UNFOLDED_BYTES: Final = 32 << 20
MOST_PARTS: Final = 200
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 60


class BadWorkbook(ValueError):
    """It is no workbook, or too large; the message says which."""


def rows_of(raw: bytes) -> list[list[str]]:
    """Return the rows of the first sheet, each cell as it would stand in a CSV.

    Raises:
        BadWorkbook: it is no workbook, holds no sheet, or is too large.
    """
    _weighed(raw)
    try:
        book = load_workbook(BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    except Exception as wrong:  # noqa: BLE001 - openpyxl raises whatever its parts do
        raise BadWorkbook(f"不是可读的 Excel 文件 · no readable workbook: {wrong}") from None
    try:
        return list(
            _rows(
                book.worksheets[0].iter_rows(
                    max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS + 1, values_only=True
                )
            )
        )
    except IndexError:
        raise BadWorkbook("工作簿中没有工作表 · the workbook holds no sheet") from None
    except BadWorkbook:
        raise
    except Exception as wrong:  # noqa: BLE001 - sheets are read as they are asked for
        raise BadWorkbook(f"不是可读的 Excel 文件 · no readable workbook: {wrong}") from None
    finally:
        book.close()


def _weighed(raw: bytes) -> None:
    """Refuse what is too large before anything of it is unfolded."""
    try:
        with ZipFile(BytesIO(raw)) as parts:
            entries = parts.infolist()
    except BadZipFile:
        raise BadWorkbook("不是 Excel 文件 · this is no workbook") from None
    unfolded = sum(entry.file_size for entry in entries)
    heavy = len(raw) > LARGEST_BYTES or unfolded > UNFOLDED_BYTES
    if heavy or len(entries) > MOST_PARTS:
        raise BadWorkbook("文件过大 · the workbook is too large")


def _rows(found: Iterator[tuple[object, ...]]) -> Iterator[list[str]]:
    for number, row in enumerate(found, 1):
        if number > MOST_ROWS:
            raise BadWorkbook(f"超过 {MOST_ROWS} 行 · more than {MOST_ROWS} rows")
        cells = [_text(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise BadWorkbook(f"超过 {MOST_COLUMNS} 列 · more than {MOST_COLUMNS} columns")
        yield cells


def _text(cell: object) -> str:
    """Return a cell as people wrote it: a day without its midnight, a number without its .0."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return (cell if cell.time() != time() else cell.date()).isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
