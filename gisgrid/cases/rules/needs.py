"""What an action must bring, and what must be true of the case, each with its sentence."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from gisgrid.cases.rules.moves import Move
from gisgrid.cases.rules.who import Facts
from gisgrid.cases.rules.words import Need

REOPENS: Final = 2
REOPEN_WITHIN: Final = timedelta(days=15)
RETURNS: Final = 2
BEST_SCORE: Final = 5


@dataclass(frozen=True, slots=True)
class Brought:
    """What comes with an action: words, codes and the moment."""

    note: str | None
    codes: Mapping[str, object]
    at: datetime

    def code(self, name: str) -> object:
        """Return a code, or None."""
        return self.codes.get(name)


def _said(brought: Brought, _: Facts) -> bool:
    return bool((brought.note or "").strip())


def _given(name: str) -> Callable[[Brought, Facts], bool]:
    return lambda brought, _: brought.code(name) not in (None, "", [], {})


def _whole(name: str) -> Callable[[Brought, Facts], bool]:
    return lambda brought, _: type(brought.code(name)) is int


def _genuine(brought: Brought, _: Facts) -> bool:
    return isinstance(brought.code("genuine"), bool)


def _ruling(brought: Brought, facts: Facts) -> bool:
    return _said(brought, facts) or bool(brought.code("ruling"))


def _score(brought: Brought, _: Facts) -> bool:
    score = brought.code("score")
    return type(score) is int and 1 <= score <= BEST_SCORE


def _photo(brought: Brought, facts: Facts) -> bool:
    return not facts.needs_place or bool(brought.code("photos"))


def _before_and_after(brought: Brought, _: Facts) -> bool:
    return bool(brought.code("photos_before")) and bool(brought.code("photos_after"))


def _may_reopen(brought: Brought, facts: Facts) -> bool:
    in_time = facts.closed_at is not None and brought.at - facts.closed_at <= REOPEN_WITHIN
    return in_time and facts.reopen_count < REOPENS


Check = Callable[[Brought, Facts], bool]
NEEDS: Final[Mapping[Need, tuple[Check, str]]] = {
    Need.REASON: (_said, "请在 note 中写明理由。"),
    Need.REPLY: (_said, "请在 note 中写明办理情况或答复内容。"),
    Need.CONDITION: (_whole("condition_id"), "立案须选定立案条件（condition_id）。"),
    Need.LEAD: (_whole("lead"), "请指定主办单位（lead，工作站编号）。"),
    Need.TO: (_given("to"), "请指明交给谁办（to）。"),
    Need.GENUINE: (_genuine, "核实结果（genuine）须为 true 或 false。"),
    Need.TARGET: (_given("target"), "请给出并入哪个案件（target，案件编号）。"),
    Need.PARTIES: (_given("parties"), "会商须列出参加单位（parties）。"),
    Need.DUE: (_given("due"), "请给出期限（due）。"),
    Need.RULING: (_ruling, "请写明裁定意见（note 或 ruling）。"),
    Need.UNTIL: (_given("until"), "挂账须写明到何时为止（until）。"),
    Need.SCORE: (_score, "评分（score）须为 1 到 5 的整数。"),
    Need.PHOTO: (_photo, "须附现场照片（photos）。"),
    Need.BEFORE_AND_AFTER: (
        _before_and_after,
        "自行处置须附处置前、后照片（photos_before、photos_after）。",
    ),
    Need.EMERGENCY: (lambda _, facts: facts.emergency, "只有紧急案件才可先派遣、后立案。"),
    Need.APPEAL: (lambda _, facts: facts.domain == "appeal", "只有诉求类案件可以直接答复。"),
    Need.MAY_REOPEN: (
        _may_reopen,
        f"结案 {REOPEN_WITHIN.days} 天内可申请重办，最多 {REOPENS} 次。",
    ),
    Need.MAY_RETURN: (
        lambda _, facts: facts.return_count < RETURNS,
        f"本案已退单 {RETURNS} 次，请申请裁定或会商。",
    ),
}
SHORTAGE: Final = frozenset({Need.EMERGENCY, Need.APPEAL, Need.MAY_REOPEN, Need.MAY_RETURN})
"""Needs that no better request can meet: the case is not so."""


def missing(move: Move, brought: Brought, facts: Facts) -> Iterator[tuple[Need, str]]:
    """Return each need that is not met, with the sentence that says how to meet it."""
    for need in move.needs:
        holds, sentence = NEEDS[need]
        if not holds(brought, facts):
            yield need, sentence


def possible(move: Move, facts: Facts, at: datetime) -> bool:
    """Tell whether the case allows the move at all, whatever is brought."""
    nothing = Brought(None, {}, at)
    return not any(need in SHORTAGE for need, _ in missing(move, nothing, facts))
