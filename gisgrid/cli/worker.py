"""`gisgrid worker`: work the queue."""

from gisgrid import reactions
from gisgrid.cli.database import reached
from gisgrid.kernel import logs, messages
from gisgrid.kernel.signing import require_secrets
from gisgrid.worker import Work, work


def command() -> None:
    """Work the queue: what follows what; SIGTERM finishes what is running and stops."""
    reactions.install()
    jobs = messages.every_job() | frozenset(reactions.LATER)
    with reached() as given:
        require_secrets(given)
        logs.set_up(given)
        work(given.database_url, Work(jobs, reactions.HOURLY))
