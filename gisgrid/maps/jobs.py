"""Jobs of the map service: the boundary tiles of an edition that was published."""

from sqlalchemy.orm import Session

from gisgrid.maps import service


def bake_edition(tx: Session, edition_id: int) -> None:
    """Cut every boundary tile of an edition; run twice, it cuts them once."""
    service.bake(tx, edition_id)
