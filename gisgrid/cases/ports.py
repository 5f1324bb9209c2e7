"""What slices above plug in: deadlines, moves of their own, and parts of a case's page.

Imports go downwards only; so the calendar, the orders and the slips, which stand above the
cases, are handed down here once, when the program starts.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from gisgrid import duties, identity
from gisgrid.cases.rules import Action
from gisgrid.cases.tables import CaseFile, Step


@dataclass(frozen=True, slots=True)
class Due:
    """By when somebody must respond, and by when it must be solved."""

    respond: datetime | None = None
    solve: datetime | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody says with an action: a note, codes, and what is personal."""

    note: str | None = None
    codes: Mapping[str, object] = field(default_factory=dict)
    personal: Mapping[str, object] | None = None


Deadlines = Callable[[Session, duties.Limits, datetime], Due]
MoveOf = Callable[[Session, CaseFile, Words, identity.Actor], Step]
PartOf = Callable[[Session, CaseFile, str], object]
PartiesOf = Callable[[Session, int], Collection[int]]
OfferOf = Callable[[Session, CaseFile, identity.Actor, Sequence[Action]], Sequence[Action]]


class _Plugged:
    """What is plugged in at the moment."""

    deadlines: Deadlines | None = None
    moves: Mapping[Action, MoveOf] = {}
    parts: Mapping[str, PartOf] = {}
    parties: PartiesOf | None = None
    offer: OfferOf | None = None


def install_deadlines(deadlines: Deadlines) -> None:
    """Say how limits become moments: by the district's calendar and working sessions."""
    _Plugged.deadlines = deadlines


def install_moves(moves: Mapping[Action, MoveOf]) -> None:
    """Say which actions are more than a step: they open orders, stop clocks, write slips."""
    _Plugged.moves = {**_Plugged.moves, **moves}


def install_part(name: str, part: PartOf) -> None:
    """Add a part to a case's page: its orders, its clocks in words, its slip."""
    _Plugged.parts = {**_Plugged.parts, name: part}


def install_parties(parties: PartiesOf) -> None:
    """Say which stations have an open order of a case."""
    _Plugged.parties = parties


def install_offer(offer: OfferOf) -> None:
    """Say which actions to offer, knowing of orders: fewer for some, more for assisting units."""
    _Plugged.offer = offer


def offered(
    tx: Session, case: CaseFile, actor: identity.Actor, actions: Sequence[Action]
) -> Sequence[Action]:
    """Return the actions to offer, of those that the workflow allows."""
    return actions if _Plugged.offer is None else _Plugged.offer(tx, case, actor, actions)


def parties_of(tx: Session, case: CaseFile) -> frozenset[int]:
    """Return the stations with an open order; the lead alone while nobody knows of orders."""
    if _Plugged.parties is not None:
        return frozenset(_Plugged.parties(tx, case.id))
    return frozenset() if case.lead_station_id is None else frozenset({case.lead_station_id})


def deadlines_of(tx: Session, limits: duties.Limits | None, start: datetime) -> Due:
    """Return the moments that limits lead to; without limits there are none."""
    if _Plugged.deadlines is None:
        raise LookupError("no deadlines are installed: call cases.install_deadlines() at the start")
    return Due() if limits is None else _Plugged.deadlines(tx, limits, start)


def move_of(action: Action) -> MoveOf | None:
    """Return the move that a slice above made of an action, if it did."""
    return _Plugged.moves.get(action)


def parts_of(tx: Session, case: CaseFile, lang: str) -> dict[str, object]:
    """Return what the slices above show of a case."""
    return {name: part(tx, case, lang) for name, part in _Plugged.parts.items()}
