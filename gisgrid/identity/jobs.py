"""Jobs of identity: the audit is sealed and anchored, codes leave by text message."""

from sqlalchemy.orm import Session

from gisgrid.identity import citizens
from gisgrid.identity.anchors import Anchorage
from gisgrid.identity.audit import BATCH, head, seal_entries
from gisgrid.identity.text_messages import sender_of
from gisgrid.kernel import clock
from gisgrid.kernel.jobs import job
from gisgrid.kernel.settings import settings


@job(priority=-10)
def seal_audit(tx: Session) -> None:
    """Give every committed entry its place in the chain."""
    while seal_entries(tx) == BATCH:
        pass


@job(priority=-10)
def anchor_audit(tx: Session) -> None:
    """Sign yesterday's chain into the file outside the database: only what is committed."""
    Anchorage.of(settings()).drop(head(tx), clock.now())


@job(priority=10, attempts=4)
def send_citizen_code(tx: Session, letter_id: int) -> None:
    """Send a citizen their code; after half a minute without a gateway they ask for another."""
    sender = sender_of(settings())
    if sender is not None:
        citizens.send(tx, sender, letter_id)
