"""Who may learn of what was heard: asked once for all clients, under their rights of now."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from gisgrid import cases, identity
from gisgrid.kernel import clock
from gisgrid.kernel.db import connection_of
from gisgrid.kernel.live import Heard
from gisgrid.kernel.rows import see_as
from gisgrid.maps import service
from gisgrid.maps.catalogue import catalogue

STAMP = text("SELECT stamp::text FROM duty_stamp")


@dataclass(frozen=True, slots=True)
class Presence:
    """Who looks at a case now, by their ids."""

    case_id: int
    people: tuple[int, ...]


@dataclass(slots=True)
class Told:
    """What one client learns: numbers and versions, no words."""

    cases: list[tuple[str, int]] = field(default_factory=list)
    orders: list[str] = field(default_factory=list)
    layers: list[str] = field(default_factory=list)
    edition: int | None = None
    notices: bool = False
    here: list[dict[str, object]] = field(default_factory=list)

    def change(self) -> dict[str, object]:
        """Return what has changed, as it goes over the wire; nothing when nothing has."""
        said = {
            "cases": self.cases,
            "orders": self.orders,
            "layers": self.layers,
            "edition": self.edition,
            "notices": self.notices,
        }
        return said if any(said.values()) else {}


@dataclass(frozen=True, slots=True)
class Seer:
    """Who is behind a client, and what they may see."""

    actor: identity.Actor
    reader: service.Reader
    key: str
    """The scope as text: the same scope is asked for once."""


class Looking:
    """The questions of one web process; used by one thread at a time."""

    def __init__(self, sessions: sessionmaker[Session], *, is_demo: bool) -> None:
        self._sessions, self._is_demo = sessions, is_demo
        self._stamp: str | None = None
        self._seers: dict[tuple[int, tuple[int, ...]], Seer] = {}

    def told(
        self, heard: Heard, present: Iterable[Presence], tokens: Collection[str]
    ) -> Mapping[str, Told]:
        """Return what is told by token; a token without an answer opens nothing any more."""
        with self._sessions() as tx:
            seers = self._behind(tx, tokens)
            wanted = {*heard.cases, *heard.orders, *(one.case_id for one in present)}
            scopes = {seer.key: seer.reader.cases for seer in seers.values()}
            seen = {key: _seen(tx, wanted, who) for key, who in scopes.items()}
            names = _names(tx, present)
            return {
                token: _one(seer, heard, seen[seer.key], _here(seer, present, seen, names))
                for token, seer in seers.items()
            }

    def _behind(self, tx: Session, tokens: Collection[str]) -> dict[str, Seer]:
        stamp = tx.scalar(STAMP)
        if stamp != self._stamp:
            self._stamp, self._seers = stamp, {}
        glances = identity.glance_at(connection_of(tx), tokens, clock.now())
        found = {token: self._seer(tx, glance) for token, glance in glances.items()}
        return {
            token: seer
            for token, seer in found.items()
            if self._is_demo or not glances[token].is_held_up(seer.actor.roles)
        }

    def _seer(self, tx: Session, glance: identity.Glance) -> Seer:
        key = glance.person_id, glance.posts
        if key not in self._seers:
            actor = identity.actor_of(tx, glance.person_id, clock.now())
            reader = service.reader(tx, actor)
            self._seers[key] = Seer(actor, reader, repr(reader.cases.told()))
        return self._seers[key]


Seen = Mapping[int, cases.Standing]


def _seen(tx: Session, wanted: Collection[int], who: cases.Reach) -> Seen:
    see_as(tx, who.told())
    return cases.seen_of(tx, wanted, who)


def _one(seer: Seer, heard: Heard, seen: Seen, here: list[dict[str, object]]) -> Told:
    layers = catalogue().values()
    return Told(
        cases=[(seen[i].number, seen[i].version) for i in sorted(heard.cases) if i in seen],
        orders=[seen[i].number for i in sorted(heard.orders) if i in seen],
        layers=[
            one.id
            for one in layers
            if heard.tables.intersection(one.reads) and service.shown_to(one, seer.reader)
        ],
        edition=heard.edition,
        notices=seer.actor.person_id in heard.persons
        or not heard.stations.isdisjoint(seer.actor.station_ids),
        here=here,
    )


def _names(tx: Session, present: Iterable[Presence]) -> dict[int, identity.PersonRef]:
    wanted = {person for one in present for person in one.people}
    return identity.people(tx, wanted) if wanted else {}


def _here(
    seer: Seer,
    present: Iterable[Presence],
    seen: Mapping[str, Seen],
    names: Mapping[int, identity.PersonRef],
) -> list[dict[str, object]]:
    """Return who looks at the cases that one may see; nothing for who does not show themselves."""
    if not seer.actor.may("case.accompany"):
        return []
    mine = seen[seer.key]
    return [
        {
            "number": mine[one.case_id].number,
            "people": [_person(names[p]) for p in one.people if p in names],
        }
        for one in present
        if one.case_id in mine
    ]


def _person(ref: identity.PersonRef) -> dict[str, object]:
    return {"id": ref.id, "name": ref.name, "name_en": ref.name_en}
