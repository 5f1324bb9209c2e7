"""Jobs of identity: the audit is sealed every minute and anchored every day."""

from sqlalchemy.orm import Session

from gisgrid.identity.anchors import Anchorage
from gisgrid.identity.audit import BATCH, head, seal_entries
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
