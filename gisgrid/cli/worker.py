"""`gisgrid worker`: work the queue."""

import logging

from gisgrid import reactions
from gisgrid.kernel import messages
from gisgrid.kernel.settings import settings
from gisgrid.worker import Work, work


def command() -> None:
    """Work the queue: what follows what; SIGTERM finishes what is running and stops."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    reactions.install()
    jobs = messages.every_job() | frozenset(reactions.LATER)
    work(settings().database_url, Work(jobs, reactions.HOURLY))
