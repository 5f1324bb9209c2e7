"""What the queue asks of the cases."""

from datetime import timedelta
from typing import Final

from sqlalchemy.orm import Session

from gisgrid import identity
from gisgrid.cases import queries
from gisgrid.cases.rules import Action, Status
from gisgrid.cases.rules.sampling import sampled
from gisgrid.cases.service.archiving import archive_resting
from gisgrid.cases.service.finding import lock
from gisgrid.cases.service.moved import follow_borders
from gisgrid.cases.service.retention import forget_old
from gisgrid.cases.service.steps import take
from gisgrid.kernel import clock
from gisgrid.kernel.jobs import job, put
from gisgrid.kernel.settings import settings

AHEAD: Final = timedelta(days=62)
KEYS_KEPT: Final = timedelta(days=30)


@job(priority=-10)
def make_months(tx: Session) -> None:
    """Make the partitions of this month and the next two, and forget old idempotency keys."""
    today = clock.now().astimezone(settings().tz).date()
    queries.ensure_months(tx, today, today + AHEAD)
    queries.forget_keys(tx, clock.now() - KEYS_KEPT)


@job(priority=-10)
def forget_reporters(tx: Session) -> None:
    """Anonymise reporters whose time is over, and come again while there are more."""
    if forget_old(tx):
        put(tx, forget_reporters)


@job(priority=-10)
def archive_cases(tx: Session) -> None:
    """Archive closed cases at rest, and come again while there are more."""
    if archive_resting(tx):
        put(tx, archive_cases)


@job(priority=-5)
def reroute_open_cases(tx: Session, edition_id: int) -> None:  # noqa: ARG001 - the newest decides
    """Follow the borders that are in force now; safe to run again."""
    follow_borders(tx)


@job()
def accept_unless_sampled(tx: Session, case_id: int) -> None:
    """Accept what was solved on the spot, but for the share that a checker looks at."""
    case = lock(tx, case_id)
    if case.status == Status.SOLVED and not sampled(case.id, settings().spot_check_share):
        take(
            tx, case, Action.ACCEPT_SOLVED, actor=identity.system_actor(), note="未抽中，按规则认可"
        )
