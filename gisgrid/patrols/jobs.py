"""What the queue asks of the patrols."""

from sqlalchemy.orm import Session

from gisgrid.kernel import clock
from gisgrid.kernel.jobs import job, put
from gisgrid.patrols import retention
from gisgrid.patrols.service import end_expired


@job()
def end_patrols(tx: Session) -> None:
    """End the patrols whose hours are over; the map has left them out since."""
    end_expired(tx, clock.now())


@job(priority=-10)
def forget_old_tracks(tx: Session) -> None:
    """Forget tracks whose time is over, and come again while there are more."""
    if retention.forget_tracks(tx):
        put(tx, forget_old_tracks)
