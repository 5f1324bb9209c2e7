"""Jobs of the map service: what an edition that was published is drawn with, and hexagons."""

from sqlalchemy.orm import Session

from gisgrid.kernel.jobs import job
from gisgrid.maps import cells, service


def bake_edition(tx: Session, edition_id: int) -> None:
    """Cut every boundary tile of an edition and draw its hexagons; run twice, it does it once."""
    service.bake(tx, edition_id)
    cells.draw_district(tx)


@job(priority=-5)
def fold_cells(tx: Session) -> None:
    """Add up the counts of cases in hexagons; safe to run again."""
    cells.fold(tx)
