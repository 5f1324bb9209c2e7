"""Where past cases come from: a slice above offers them, for the duties may not know cases."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from gisgrid.duties.answers import Past
from gisgrid.identity import Actor
from gisgrid.kernel.errors import Unavailable

PastCases = Callable[[Session, datetime, datetime, Actor], Iterable[Past]]
"""Return the questions of the cases received in a span, each with the lead it had; only those that
the actor may see are named."""

_offered: list[PastCases] = []


def install_past(cases: PastCases) -> None:
    """Say where past cases come from; the last word counts."""
    _offered[:] = [cases]


def past_questions(tx: Session, since: datetime, until: datetime, actor: Actor) -> Iterable[Past]:
    """Return the questions of the cases received in a span, named as far as the actor sees."""
    if not _offered:
        raise Unavailable("没有可用的历史案件 · no past cases are offered to try a rule on.")
    return _offered[0](tx, since, until, actor)
