"""The grid: areas, editions, the locator. Who holds a point is the locator's word alone.

here = locate(tx, 113.1769, 35.2401)           # Located: leaf, path, on_border, border_m, …
names = area_refs(tx, here.path)               # AreaRef: code, name, level
import_coverage(tx, areas, levels)             # a draft, or BrokenGrid with its problems
publish(tx, "2026-A", valid_from)              # in force from then on; EditionPublished
"""

from gisgrid.grid.book import AreaRef, EditionRef, GridBook
from gisgrid.grid.locator import Reach
from gisgrid.grid.rules.given import GivenArea, GivenLevel
from gisgrid.grid.rules.problems import GridProblem
from gisgrid.grid.service.books import (
    NoArea,
    NoEdition,
    area_by_code,
    area_refs,
    book,
    children,
    current_edition,
    edition_named,
    edition_numbered,
    ids_of_codes,
    path_of,
)
from gisgrid.grid.service.importing import (
    BrokenGrid,
    EditionTaken,
    Imported,
    ImportOptions,
    check_coverage,
    discard,
    import_coverage,
)
from gisgrid.grid.service.leaves import LeafShape, leaves
from gisgrid.grid.service.locating import (
    Located,
    LocatedMany,
    locate,
    locate_each_in,
    locate_in,
    locate_many,
    locate_many_in,
)
from gisgrid.grid.service.publishing import CannotPublish, EditionPublished, publish
from gisgrid.grid.service.seeding import load_grid

__all__ = [
    "AreaRef",
    "BrokenGrid",
    "CannotPublish",
    "EditionPublished",
    "EditionRef",
    "EditionTaken",
    "GivenArea",
    "GivenLevel",
    "GridBook",
    "GridProblem",
    "ImportOptions",
    "Imported",
    "LeafShape",
    "Located",
    "LocatedMany",
    "NoArea",
    "NoEdition",
    "Reach",
    "area_by_code",
    "area_refs",
    "book",
    "check_coverage",
    "children",
    "current_edition",
    "discard",
    "edition_named",
    "edition_numbered",
    "ids_of_codes",
    "import_coverage",
    "leaves",
    "load_grid",
    "locate",
    "locate_each_in",
    "locate_in",
    "locate_many",
    "locate_many_in",
    "path_of",
    "publish",
]
