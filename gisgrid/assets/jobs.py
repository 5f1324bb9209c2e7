"""What follows a new edition for the assets."""

from sqlalchemy.orm import Session

from gisgrid.assets.service.joining import join_to_grid
from gisgrid.kernel.jobs import job


@job(priority=5)
def rejoin_assets(tx: Session, edition_id: int) -> None:
    """Join every asset to the leaves of a new edition."""
    join_to_grid(tx, edition_id)
