"""What `gisgrid grid` takes in: files of areas, levels, an outline, a moment."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from shapely.geometry.base import BaseGeometry

from gisgrid import grid
from gisgrid.grid import files
from gisgrid.grid.rules.given import union
from gisgrid.grid.service.seeding import LEVELS
from gisgrid.kernel.datum import Datum
from gisgrid.kernel.errors import Invalid
from gisgrid.kernel.settings import settings


def read(
    paths: Sequence[Path],
    levels: Sequence[str],
    columns: files.Columns,
    datum: Datum,
    code_list: str,
) -> list[grid.GivenArea]:
    """Read the areas of all files; one level each, or levels from a column."""
    if levels and len(levels) != len(paths):
        raise Invalid(f"{len(paths)} 个文件需要 {len(paths)} 个 --level · one --level per file.")
    wanted: list[str | None] = [*levels] or [None for _ in paths]
    return [
        area
        for path, level in zip(paths, wanted, strict=True)
        for area in files.read_areas(
            path, level=level, datum=datum, columns=columns, code_list=code_list
        )
    ]


def named_levels(words: Sequence[str], known: Sequence[grid.GivenLevel]) -> list[grid.GivenLevel]:
    """Read `code` or `code=name`; levels that are new come below the known ones, in order.

    The first import may use our usual levels or name its own.
    """
    usual = {level.code for level in LEVELS}.issuperset(words)
    start = known or (LEVELS if usual else ())
    by_code = {level.code: level for level in start}
    below = max((level.rank for level in start), default=-1) + 1
    named = []
    for word in words:
        code, _, name = word.partition("=")
        if code not in by_code:
            by_code[code] = grid.GivenLevel(code, below, name or code)
            below += 1
        named.append(by_code[code])
    return named


def outline(path: Path | None) -> BaseGeometry | None:
    """Read the outline of the district."""
    if path is None:
        return None
    shapes = files.in_wgs84(files.read_frame(path), Datum.WGS84)
    return union([shape for shape in shapes if shape is not None])


def in_district_time(moment: datetime) -> datetime:
    """Return a moment typed without a zone as the district's."""
    return moment if moment.tzinfo else moment.replace(tzinfo=settings().tz)
