"""Locating the points of a file, without a database.

areas = read_areas(path, key="DISTRICT", strict=False)
points = read_points(path, datum="gcj02")
answers = locate_all(areas, points, near_m=15)
summary = summarised(answers, points, expected="police_district")
write(points, answers, out)
"""

from gisgrid.grid.batch.answers import Answers, locate_all, require_some_hit
from gisgrid.grid.batch.areas import Areas, read_areas
from gisgrid.grid.batch.defaults import SuspectedDefault, suspected_defaults
from gisgrid.grid.batch.files import BadFile
from gisgrid.grid.batch.points import Points, read_points
from gisgrid.grid.batch.summary import Summary, summarised
from gisgrid.grid.batch.writing import write

__all__ = [
    "Answers",
    "Areas",
    "BadFile",
    "Points",
    "Summary",
    "SuspectedDefault",
    "locate_all",
    "read_areas",
    "read_points",
    "require_some_hit",
    "summarised",
    "suspected_defaults",
    "write",
]
