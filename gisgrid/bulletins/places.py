"""Where bulletins and posts reach, as paths of areas from the root."""

from sqlalchemy.orm import Session

from gisgrid import grid

Path = tuple[int, ...]


def roots(tx: Session) -> Path:
    """Return the areas that lie in no other."""
    return tuple(area for area, path in grid.book(tx).paths.items() if len(path) == 1)


def path_of(tx: Session, area_code: str | None) -> Path:
    """Return the path of a post's area; None is the whole district. Unknown codes have none."""
    if area_code is None:
        return roots(tx)[:1]
    found = grid.area_by_code(tx, area_code)
    return grid.path_of(tx, found.id) if found else ()
