"""The demo district, in which the duties are tried."""

import csv
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

DATA = Path(__file__).parents[3] / "data"


@pytest.fixture
def town(district: Session) -> Session:
    return district


def edit(folder: Path, name: str, change: dict[str, dict[str, str]], key: str = "code") -> None:
    """Write other cells into the lines of a file that have these keys."""
    path = folder / name
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    changed = [{**row, **change.get(row[key], {})} for row in rows]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(changed)
