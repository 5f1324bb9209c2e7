"""The rows in which every benchmark gives its figures."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One figure; times_ours is their cost divided by ours."""

    benchmark: str
    size: int
    system: str
    metric: str
    value: float
    unit: str
    times_ours: float | None = None


def write_rows(rows: Iterable[Row], out: Path | None) -> None:
    """Write the rows as JSON, to standard output if there is no file."""
    text = json.dumps([asdict(row) for row in rows], indent=1)
    if out is None:
        print(text)
    else:
        out.write_text(text + "\n", encoding="utf-8")


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a file; none if there is no such file."""
    if not path.exists():
        return []
    return [Row(**row) for row in json.loads(path.read_text(encoding="utf-8"))]


def times_ours(rows: list[Row], *, ours: str = "gisgrid") -> list[Row]:
    """Return the rows with the ratio to our row of the same benchmark, size and metric.

    Of a rate it is ours divided by theirs: above 1 the others are dearer, whatever the metric.
    """
    base = {(r.benchmark, r.size, r.metric): r.value for r in rows if r.system == ours}
    return [_compared(row, base.get((row.benchmark, row.size, row.metric))) for row in rows]


def _compared(row: Row, base: float | None) -> Row:
    if not base:
        return row
    ratio = base / row.value if row.unit.endswith("/s") else row.value / base
    return Row(**{**asdict(row), "times_ours": round(ratio, 3)})
