"""The slip (电子五联单): pushed to five at once; each reads it and says something to it."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy.orm import Session

from gisgrid import duties, files, identity
from gisgrid.cases import CaseFile
from gisgrid.dispatch.queries import slips as rows
from gisgrid.dispatch.rules.slip import Part
from gisgrid.dispatch.service.spoken import words_of
from gisgrid.dispatch.service.stations import station_of
from gisgrid.dispatch.service.telling import Address, notice
from gisgrid.dispatch.tables import Order, Slip, SlipRecipient
from gisgrid.identity import Actor
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Forbidden, NotFound
from gisgrid.notices import Notice

OFFICES = {Part.SUPERVISION: "supervisor", Part.GRID_OFFICE: "grid_office"}


class NotYourSlip(Forbidden):
    """None of the five parts of the slip is the actor's."""

    title = "No part of this slip is yours"


def write_slips(tx: Session, leads: Sequence[tuple[CaseFile, Order]]) -> list[Notice]:
    """Write the slips of dispatches; return what their recipients are told."""
    slips = [
        Slip(case_id=case.id, round=lead.round, order_id=lead.id, created_at=clock.now())
        for case, lead in leads
    ]
    tx.add_all(slips)
    tx.flush()
    found = [addresses(tx, case, lead) for case, lead in leads]
    rows.put_recipients(
        tx,
        [
            {"slip_id": slip.id, "part": part, **asdict(address)}
            for slip, parts in zip(slips, found, strict=True)
            for part, address in parts.items()
        ],
    )
    return [
        _pushed(case, lead, part, to)
        for (case, lead), parts in zip(leads, found, strict=True)
        for part, to in parts.items()
        if _is_told(part, to)
    ]


def addresses(tx: Session, case: CaseFile, lead: Order) -> dict[Part, Address]:
    """Return the five recipients of a dispatch.

    Who holds an office is asked once, until a post changes, begins or ends.
    """
    now = clock.now()
    stretch = bisect_right(duties.remember(tx, "turnovers", lambda: identity.turnovers(tx)), now)
    offices = duties.remember(
        tx, ("offices", stretch), lambda: identity.holders(tx, roles=OFFICES.values(), at=now)
    )
    key = duties.case_class(tx, case.class_id).key if case.class_id is not None else None
    leader = duties.remember(
        tx, ("leader", key, lead.station_id, stretch), lambda: _leader(tx, key, lead.station_id)
    )
    return {
        Part.LEADER: leader,
        **{part: _office(offices, role) for part, role in OFFICES.items()},
        Part.GRID_LEADER: Address(person_id=case.leader_person_id),
        Part.UNIT: Address(station_id=lead.station_id),
    }


def _leader(tx: Session, key: str | None, station_id: int) -> Address:
    unit = station_of(tx, station_id).unit_code
    found = identity.leader_in_charge(tx, class_key=key, unit_code=unit, at=clock.now())
    return Address(person_id=found.person_id) if found else Address()


def _office(holders: Sequence[identity.Holder], role: str) -> Address:
    found = next((one for one in holders if one.role == role), None)
    return Address(found.person_id, found.station_id) if found else Address()


def _is_told(part: Part, to: Address) -> bool:
    """Tell whom the slip is pushed to; the unit is told of its order already."""
    return part is not Part.UNIT and to != Address()


def _pushed(case: CaseFile, lead: Order, part: Part, to: Address) -> Notice:
    return notice(case, "slip", f"slip:{lead.id}:{part}", to, lead.solve_due, part=int(part))


def own_parts(tx: Session, case: CaseFile, actor: Actor) -> list[SlipRecipient]:
    """Return the parts of the latest slip that are the actor's."""
    slip = latest(tx, case)
    return [part for part in rows.recipients(tx, slip.id) if _is_for(part, actor)]


def latest(tx: Session, case: CaseFile) -> Slip:
    """Return the slip of the case's latest dispatch."""
    slip = rows.slip(tx, case.id)
    if slip is None:
        raise NotFound("本案尚未派遣，还没有五联单。")
    return slip


def _is_for(part: SlipRecipient, actor: Actor) -> bool:
    role = OFFICES.get(Part(part.part))
    if role is not None:
        return role in actor.roles
    person = part.person_id is not None and part.person_id == actor.person_id
    return person or (part.person_id is None and part.station_id in actor.station_ids)


def read_slip(tx: Session, case: CaseFile, actor: Actor) -> int:
    """Note when the actor's parts were first read; return how many that was now."""
    unread = [part for part in own_parts(tx, case, actor) if part.read_at is None]
    for part in unread:
        part.read_at = clock.now()
    return len(unread)


def say_opinion(
    tx: Session, case: CaseFile, actor: Actor, opinion: str, voice: str | None = None
) -> None:
    """Take in the actor's opinion on its part of the slip; whoever speaks has read it.

    Raises:
        Wordless: it is neither written nor spoken.
        NotYourSlip: none of the parts is the actor's.
        UnknownReference: the voice note is none of ours, or was used before.
    """
    said, spoken = words_of(opinion, voice)
    mine = own_parts(tx, case, actor)
    if not mine:
        raise NotYourSlip("五联单的五个联次中没有您的一联，不能签署意见。")
    files.attach(tx, spoken.ids, files.Owner(case.id))
    now = clock.now()
    for part in mine:
        part.opinion, part.opinion_at, part.opinion_by = said, now, actor.person_id
        part.opinion_voice = next(iter(spoken.names), None)
        part.read_at = part.read_at or now
