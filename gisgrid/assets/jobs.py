"""What the queue asks of the assets."""

from sqlalchemy.orm import Session

from gisgrid.assets.readings import forget_readings
from gisgrid.assets.service.joining import join_to_grid
from gisgrid.kernel.jobs import job, put


@job(priority=5)
def rejoin_assets(tx: Session, edition_id: int) -> None:
    """Join every asset to the leaves of a new edition."""
    join_to_grid(tx, edition_id)


@job(priority=-10)
def forget_old_readings(tx: Session) -> None:
    """Forget what gauges told too long ago, and come again while there is more."""
    if forget_readings(tx):
        put(tx, forget_old_readings)
