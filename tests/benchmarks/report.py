"""Merging the rows of all benchmarks into results.json and the table of docs/benchmarks.md.

    python -m tests.benchmarks.report rows1.json rows2.json …

Rows of the same benchmark, size, system and metric are replaced; the others stay.
"""

import argparse
from collections.abc import Iterable
from pathlib import Path

from tests.benchmarks.rows import Row, read_rows, write_rows

ROOT = Path(__file__).parents[2]
RESULTS, PAGE = Path(__file__).parent / "results.json", ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- figures -->", "<!-- /figures -->"
HEAD = """# Benchmarks

Measured by `make bench`, all systems of a benchmark in one run on one machine; CPU time unless
the metric says otherwise. "x ours" is their cost divided by ours.
Rows: `tests/benchmarks/results.json`.
"""


def merged(old: Iterable[Row], new: Iterable[Row]) -> list[Row]:
    """Return all rows, the new in place of the old, sorted by what they measure."""
    rows = {_key(row): row for row in (*old, *new)}
    return [rows[key] for key in sorted(rows)]


def _key(row: Row) -> tuple[str, str, int, bool, str]:
    return row.benchmark, row.metric, row.size, row.system != "gisgrid", row.system


def table(rows: Iterable[Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = [
        "| benchmark | metric | size | system | value | x ours |",
        "|---|---|---:|---|---:|---:|",
    ]
    for row in rows:
        times = (
            "" if row.times_ours is None or row.system == "gisgrid" else f"{row.times_ours:,.1f}"
        )
        cells = (row.benchmark, row.metric, f"{row.size:,}", row.system, _value(row), times)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _value(row: Row) -> str:
    digits = 0 if row.value >= 1000 else 1 if row.value >= 10 else 3
    return f"{row.value:,.{digits}f} {row.unit}"


def page(text: str, rows: list[Row]) -> str:
    """Return the page with the table between its marks, the rest as it was."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before.rstrip()}\n\n{BEGIN}\n\n{table(rows)}\n\n{END}\n{after.lstrip()}"


def main() -> None:
    """Merge the files that were given."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("files", type=Path, nargs="+")
    new = [row for file in words.parse_args().files for row in read_rows(file)]
    rows = merged(read_rows(RESULTS), new)
    write_rows(rows, RESULTS)
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else HEAD
    PAGE.write_text(page(text, rows), encoding="utf-8")


if __name__ == "__main__":
    main()
