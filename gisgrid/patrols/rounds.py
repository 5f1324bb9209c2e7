"""How often assets are checked, read from a district's folder; loading again changes nothing."""

import csv
from pathlib import Path
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.kernel import clock
from gisgrid.kernel.errors import Invalid
from gisgrid.patrols.check_in_queries import sql

FILE: Final = "rounds.csv"
UNKNOWN: Final = text("""
    SELECT code FROM unnest(CAST(:kinds AS text[])) AS g(code)
    WHERE code <> '' AND code NOT IN (SELECT code FROM asset_kind)
    UNION ALL
    SELECT code FROM unnest(CAST(:codes AS text[])) AS g(code)
    WHERE code <> '' AND code NOT IN (SELECT code FROM asset)
""")


def load_rounds(tx: Session, folder: Path) -> int:
    """Load the rounds of a district; return how many were new, changed or gone.

    A line names a kind or an asset, and the days between two checks; an asset's without days is
    not to be checked. A folder without the file has no rounds.

    Raises:
        Invalid: a line names no kind or asset that there is, both, or no number of days.
    """
    path = folder / FILE
    lines = _lines(path) if path.exists() else []
    columns = {
        "kinds": [line["kind"] for line in lines],
        "codes": [line["asset_code"] for line in lines],
        "days": [_days(line) for line in lines],
    }
    unknown = list(tx.scalars(UNKNOWN, {name: columns[name] for name in ("kinds", "codes")}))
    if unknown:
        raise Invalid(f"{FILE}：没有部件类型或部件 {'、'.join(unknown)} · no such kind or asset.")
    return int(tx.scalar(sql("write_rounds"), columns | {"now": clock.now()}) or 0)


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _days(line: dict[str, str]) -> int:
    """Return the days of a line; 0: an asset that is not to be checked."""
    kind, code, days = line["kind"], line["asset_code"], line["days"]
    is_days = days.isdecimal() and int(days) > 0
    if bool(kind) == bool(code) or not (is_days or (code and not days)):
        raise Invalid(f"{FILE}：{line} 须写明类型或部件之一和天数 · one of both, and its days.")
    return int(days or 0)
