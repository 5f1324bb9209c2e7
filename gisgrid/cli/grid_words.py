"""What `gisgrid grid` prints: problems and editions as tables, problems as GeoJSON."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from gisgrid.grid import GridProblem
from gisgrid.grid.queries import Row
from gisgrid.grid.rules.problems import Lang, as_geojson
from gisgrid.kernel.settings import settings

SHOWN = 50
STYLES = {"error": "red", "warning": "yellow", "repaired": "cyan"}
HEADS = {
    "zh": ("严重程度", "层级", "单元", "问题"),
    "en": ("severity", "level", "area", "what is wrong"),
}
EDITION_HEADS = (
    "id",
    "版本 edition",
    "状态 status",
    "生效 from",
    "失效 to",
    "单元 areas",
    "末级 leaves",
)
SEVERITIES = {
    "zh": {"error": "错误", "warning": "提醒", "repaired": "已修复"},
    "en": {"error": "error", "warning": "warning", "repaired": "repaired"},
}


def said() -> Console:
    """Return where people read."""
    return Console(soft_wrap=True, highlight=False, markup=False)


def show_problems(problems: Sequence[GridProblem], lang: Lang) -> None:
    """Print problems, worst first, and how many there are."""
    table = Table(*HEADS[lang])
    for one in problems[:SHOWN]:
        severity = SEVERITIES[lang][one.severity]
        cells = (severity, one.level or "", ", ".join(one.areas), one.says(lang))
        table.add_row(*cells, style=STYLES[one.severity])
    if problems:
        said().print(table)
    said().print(counted(problems, lang))


def counted(problems: Sequence[GridProblem], lang: Lang) -> str:
    """Return how many problems of each severity there are, and how many are not shown."""
    count = {
        severity: sum(one.severity == severity for one in problems)
        for severity in ("error", "warning", "repaired")
    }
    words = SEVERITIES[lang]
    more = len(problems) - SHOWN
    rest = f" (+{more}: --problems FILE)" if more > 0 else ""
    return ", ".join(f"{words[severity]} {n}" for severity, n in count.items()) + rest


def write_problems(problems: Sequence[GridProblem], path: Path | None) -> None:
    """Write problems as GeoJSON for any GIS program."""
    if path:
        text = json.dumps(as_geojson(problems), ensure_ascii=False)
        path.write_text(text, encoding="utf-8")


def show_editions(rows: Sequence[Row]) -> None:
    """Print the editions, newest first."""
    table = Table(*EDITION_HEADS)
    for row in rows:
        days = [_local(row[one]) for one in ("valid_from", "valid_to")]
        counts = (str(row["areas"]), str(row["leaves"]))
        table.add_row(str(row["id"]), row["name"], row["status"], *days, *counts)
    said().print(table)


def _local(moment: datetime | None) -> str:
    """Return a moment by the district's clock, to the minute; nothing where there is none."""
    return f"{moment.astimezone(settings().tz):%Y-%m-%d %H:%M}" if moment else ""
