"""The places that rules are checked and tried on, out of the grid in force."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy.orm import Session

from gisgrid import grid


def leaf_paths(tx: Session, area: int | None) -> list[tuple[int, ...]]:
    """Return the ways from the root to every leaf below an area; None: of the whole grid."""
    found = grid.book(tx)
    paths = (found.paths[leaf] for leaf in found.leaves)
    return [path for path in paths if area is None or area in path]


def areas_of_level(tx: Session, level: str) -> Iterator[tuple[grid.AreaRef, tuple[int, ...]]]:
    """Return the areas of a level with the way from the root, by their codes."""
    found = grid.book(tx)
    refs = sorted((ref for ref in found.refs.values() if ref.level == level), key=lambda r: r.code)
    return ((ref, found.paths[ref.id]) for ref in refs)


def levels_in_force(tx: Session) -> list[str]:
    """Return the levels of which the grid in force has areas, the most numerous last."""
    counted = Counter(ref.level for ref in grid.book(tx).refs.values())
    return sorted(counted, key=lambda level: counted[level])
