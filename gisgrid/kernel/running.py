"""Runs jobs: each in one transaction, and those that can be done together in one for all.

What waits when such a job begins is done with it: its rows leave the queue in the same
transaction as the work is written, so a death in the middle leaves both undone. When the work
fails as a whole, the job is tried by itself; the others are back in the queue, untouched.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from sqlalchemy.orm import Session, sessionmaker

from gisgrid.kernel import tracing
from gisgrid.kernel.jobs import Args, Job, Together, claim, name, options

log = logging.getLogger("gisgrid.worker")
MOST: Final = 64
"""Jobs that one transaction does at most: nobody waits long for their neighbours."""


def in_transaction(job: Job, sessions: sessionmaker[Session]) -> Callable[..., None]:
    """Return what the queue calls for a job, with its arguments as they were put."""
    together = options(job).together
    if together is None:
        return partial(_alone, job, sessions)
    return partial(_with_others, job, together, sessions)


def _alone(job: Job, sessions: sessionmaker[Session], **put: Any) -> None:
    with _traced(put):
        try:
            with sessions.begin() as tx:
                job(tx, **_own(put))
        except Exception:
            log.exception("job %s failed with %s", name(job), _ids(put), extra=_said(job, put))
            raise
        _tell(job, put)


def _with_others(job: Job, together: Together, sessions: sessionmaker[Session], **put: Any) -> None:
    others: Sequence[Args] = ()
    try:
        with sessions.begin() as tx:
            others = claim(tx, job, MOST - 1)
            together(tx, [_own(one) for one in (put, *others)])
    except Exception:
        count = len(others) + 1
        log.warning("%d jobs %s failed together: by itself", count, name(job), exc_info=True)
        _alone(job, sessions, **put)
    else:
        for one in (put, *others):
            with _traced(one):
                _tell(job, one)


def _traced(put: Args) -> Any:
    """Work for the request that asked for the job."""
    asked_by = put.get(tracing.ARGUMENT)
    return tracing.of(str(asked_by) if asked_by else None)


def _own(put: Args) -> dict[str, Any]:
    """Return the arguments without the request that travels among them."""
    return {key: value for key, value in put.items() if key != tracing.ARGUMENT}


def _tell(job: Job, put: Args) -> None:
    log.info("job %s is done: %s", name(job), _ids(put), extra=_said(job, put))


def _said(job: Job, put: Args) -> dict[str, object]:
    return {"job": name(job), "ids": _ids(put)}


def _ids(put: Mapping[str, object]) -> dict[str, int]:
    """Return the arguments that a log may hold: ids and counts, no words."""
    return {key: value for key, value in put.items() if isinstance(value, int)}
