"""Both sides' word on a closed case, and the reporter's right to be heard again."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import insert
from sqlalchemy.orm import Session

from gisgrid.cases import queries
from gisgrid.cases.rules import Action
from gisgrid.cases.service.finding import lock
from gisgrid.cases.service.steps import REPORTER, ReporterSide, Taker, take
from gisgrid.cases.tables import CaseFile, Rating, Step
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Conflict, Invalid

RESOLVED: Final = frozenset({"yes", "no", "partly"})


class RatedAlready(Conflict):
    """This side has rated this round."""

    title = "Rated already"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one side says: a score from 1 to 5, whether it is resolved, and words."""

    score: int
    resolved: str | None = None
    text: str | None = None


def rate(tx: Session, case: CaseFile, verdict: Verdict, *, actor: Taker) -> Step:
    """Rate a locked, closed case; each side once a round (a reopened case is a new round)."""
    if verdict.resolved is not None and verdict.resolved not in RESOLVED:
        raise Invalid("resolved 须为 yes、no 或 partly。")
    side = "reporter" if isinstance(actor, ReporterSide) else "handler"
    if any(r.side == side and r.round == case.reopen_count for r in queries.ratings(tx, case.id)):
        raise RatedAlready("本轮已经评价过，谢谢。")
    codes = {"side": side, "score": verdict.score, "resolved": verdict.resolved}
    said = {"text": verdict.text} if verdict.text else None
    step = take(tx, case, Action.RATE, actor=actor, codes=codes, personal=said)
    _write(tx, case, side, verdict)
    return step


def _write(tx: Session, case: CaseFile, side: str, verdict: Verdict) -> None:
    row = {"case_id": case.id, "side": side, "round": case.reopen_count, "at": clock.now()}
    said = {"score": verdict.score, "resolved": verdict.resolved, "text": verdict.text}
    tx.execute(insert(Rating), row | said)


def reopen(tx: Session, case_id: int, reason: str) -> Step:
    """Reopen a case for its reporter, who is not satisfied; limited in time and number."""
    return take(tx, lock(tx, case_id), Action.REOPEN, actor=REPORTER, note=reason)
