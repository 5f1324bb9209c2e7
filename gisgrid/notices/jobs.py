"""Jobs of notices: the minute's post."""

from sqlalchemy.orm import Session

from gisgrid.notices.delivery import deliver


def send_notices(tx: Session) -> None:
    """Send what was told since the last minute."""
    deliver(tx)
