"""Jobs of notices: the minute's post."""

from sqlalchemy.orm import Session

from gisgrid.kernel.settings import settings
from gisgrid.notices.delivery import channels_of, deliver


def send_notices(tx: Session) -> None:
    """Send what was told since the last minute."""
    deliver(tx, channels_of(settings()))
