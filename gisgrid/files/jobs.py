"""Jobs of the photos."""

from sqlalchemy.orm import Session

from gisgrid.files.sweeping import sweep
from gisgrid.kernel.jobs import job


@job(priority=-10)
def sweep_files(tx: Session) -> None:
    """Remove what nobody names; safe to run again."""
    sweep(tx)
