"""`gisgrid worker`: work the queue."""

from gisgrid import reactions
from gisgrid.kernel import logs, messages
from gisgrid.kernel.settings import settings
from gisgrid.worker import Work, work


def command() -> None:
    """Work the queue: what follows what; SIGTERM finishes what is running and stops."""
    logs.set_up(settings())
    reactions.install()
    jobs = messages.every_job() | frozenset(reactions.LATER)
    work(settings().database_url, Work(jobs, reactions.HOURLY))
