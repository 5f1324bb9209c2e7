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


@job(priority=-10)
def forget_check_in_places(tx: Session) -> None:
    """Blank where check-ins were made once their time is over; come again while there are more."""
    if retention.forget_places(tx):
        put(tx, forget_check_in_places)
