"""What a case's page shows of its orders: who, by when, in words, and what stopped the clocks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from gisgrid import identity
from gisgrid.cases import CaseFile
from gisgrid.dispatch.queries import alarms, consultations, orders
from gisgrid.dispatch.rules.calendar import Calendar
from gisgrid.dispatch.rules.clocks import Pause, left_until, remaining
from gisgrid.dispatch.rules.dues import Clock
from gisgrid.dispatch.rules.words import Language, clock_in_words, limit_in_words
from gisgrid.dispatch.service.calendars import calendar
from gisgrid.dispatch.service.reckoning import respond_clock, solve_clock
from gisgrid.dispatch.tables import ClockPause, Consultation, Order
from gisgrid.kernel import clock

Shown = dict[str, object]


@dataclass(frozen=True, slots=True)
class Names:
    """Who is behind the ids of orders and consultations."""

    stations: Mapping[int, identity.StationRef]
    people: Mapping[int, identity.PersonRef]


def orders_part(tx: Session, case: CaseFile, lang: str) -> Shown:
    """Return the orders of a case as its page shows them, newest round last."""
    language: Language = "en" if lang == "en" else "zh"
    every, stands = orders.orders(tx, case.id), orders.pauses(tx, case.id)
    talks = consultations.consultations(tx, case.id)
    names = names_behind(tx, every, talks)
    found = calendar(tx) if every else None
    return {
        "orders": [
            order_shown(found, one, orders.standing(stands, one.id), names, language)
            for one in every
            if found is not None
        ],
        "pauses": [_pause(one) for one in stands],
        "extensions": [
            _columns(one, "order_id", "unit", "reason", "asked_at", "decided_at", "granted")
            | {"amount": float(one.amount)}
            for one in orders.extensions(tx, case.id)
        ],
        "consultations": [_consultation(tx, one, names) for one in talks],
        "alarms": [
            _columns(one, "order_id", "clock", "kind", "rung", "due", "at")
            for one in alarms.alarms(tx, case.id)
        ],
    }


def names_behind(tx: Session, every: Iterable[Order], talks: Iterable[Consultation] = ()) -> Names:
    """Return the stations and people that orders and consultations name."""
    every = list(every)
    wanted = {one.station_id for one in every}
    wanted |= {one.holder_station_id for one in every if one.holder_station_id is not None}
    for talk in talks:
        wanted |= {party.station_id for party in consultations.parties_of(tx, talk.id)}
        wanted |= {task.station_id for task in consultations.tasks_of(tx, talk.id)}
    people = {one.holder_person_id for one in every if one.holder_person_id is not None}
    return Names(
        identity.stations(tx, wanted) if wanted else {},
        identity.people(tx, people) if people else {},
    )


def order_shown(
    found: Calendar, one: Order, pauses: list[Pause], names: Names, language: Language
) -> Shown:
    """Return an order as pages show it, its clocks in words."""
    plain = _columns(
        one, "id", "round", "party", "status", "station_id", "task", "contractor", "provisional"
    )
    times = _columns(one, "opened_at", "signed_at", "fed_back_at", "ended_at", "holder_person_id")
    respond = Hand(respond_clock(one), one.respond_due, one.signed_at or one.ended_at)
    solve = Hand(solve_clock(one), one.solve_due, one.fed_back_at or one.ended_at)
    return {
        **plain,
        **times,
        "open": one.status in orders.UNDER_WAY,
        "station": _station(names, one.station_id),
        "holder_station": _station(names, one.holder_station_id),
        "holder_person": _person(names, one.holder_person_id),
        "respond": _clock(found, respond, pauses, language),
        "solve": _clock(found, solve, pauses, language),
    }


@dataclass(frozen=True, slots=True)
class Hand:
    """A clock as it is shown: what runs, until when, and when it stopped for good."""

    running: Clock
    due: datetime | None
    stopped: datetime | None


def _clock(found: Calendar, hand: Hand, pauses: list[Pause], language: Language) -> Shown:
    at, running = hand.stopped or clock.now(), hand.running
    if hand.due is None:
        left = remaining(found, running.start, running.amount, running.unit, at, pauses)
    else:
        left = left_until(found, at, hand.due, running.unit, pauses)
    return {
        "due": hand.due,
        "limit": limit_in_words(float(running.amount), running.unit, language),
        "words": clock_in_words(left, running.unit, language),
        "stopped_at": hand.stopped,
        "stands": any(p.start <= at and (p.end is None or at < p.end) for p in pauses),
        "late": hand.due is not None and at > hand.due,
    }


def _consultation(tx: Session, one: Consultation, names: Names) -> Shown:
    said = [
        _columns(party, "wanted", "said", "said_at", "due")
        | {"station": _station(names, party.station_id)}
        for party in consultations.parties_of(tx, one.id)
    ]
    tasks = [
        _columns(task, "what", "due") | {"station": _station(names, task.station_id)}
        for task in consultations.tasks_of(tx, one.id)
    ]
    plain = _columns(one, "opened_at", "due", "decided_at", "ruling")
    return {**plain, "parties": said, "tasks": tasks}


def _pause(one: ClockPause) -> Shown:
    return _columns(one, "order_id", "reason", "note", "starts", "ends", "until")


def _station(names: Names, station_id: int | None) -> Shown | None:
    ref = names.stations.get(station_id) if station_id is not None else None
    return _columns(ref, "id", "code", "kind", "name", "name_en") if ref else None


def _person(names: Names, person_id: int | None) -> Shown | None:
    ref = names.people.get(person_id) if person_id is not None else None
    return _columns(ref, "id", "name", "name_en") if ref else None


def _columns(row: object, *names: str) -> Shown:
    return {name: getattr(row, name) for name in names}
