"""A small town for tests: a centre, a subdistrict, a community, two offices, and their people."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import shapely
from sqlalchemy.orm import Session

from gisgrid import cases, dispatch, grid, identity
from gisgrid.cases import Action, CaseFile, Step, Words
from gisgrid.dispatch.queries import orders as rows
from gisgrid.dispatch.service.moves import MOVES
from gisgrid.dispatch.tables import Order
from gisgrid.duties.tables import CaseClass, CodebookEdition, FilingCondition, FilingPolicy
from gisgrid.identity.tables import Person, PostRow, Station, Unit
from gisgrid.kernel import clock, messages
from gisgrid.kernel.messages import Message

ZONE = ZoneInfo("Asia/Shanghai")
BORN = datetime(2020, 1, 1, tzinfo=ZONE)
# A Monday morning; every test begins here.
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
Hold = Callable[[datetime], None]
"""The fixture that sets the clock."""


def at(text: str) -> datetime:
    """Return a moment in the district's zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@dataclass
class Town:
    """Everything a dispatch test names."""

    tx: Session
    stations: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    conditions: dict[str, int] = field(default_factory=dict)
    classes: dict[str, int] = field(default_factory=dict)

    def actor(self, name: str) -> identity.Actor:
        return identity.actor_of(self.tx, self.people[name], clock.now())

    def report(self, kind: str = "signboard", **said: Any) -> CaseFile:
        """Take a report in; its class is filed by policy."""
        new = cases.NewReport(
            source=cases.Source.CITIZEN, text="外立面线条坠落", class_id=self.classes[kind], **said
        )
        receipt = cases.submit(self.tx, new)
        return cases.lock(self.tx, receipt.case_id)

    def dispatched(self, kind: str = "signboard", **said: Any) -> CaseFile:
        """Take a report in and dispatch it, as the worker does."""
        case = self.report(kind, **said)
        dispatch.open_order(self.tx, case.id)
        return case

    def act(
        self, case: CaseFile, who: str, action: str, note: str | None = None, **codes: Any
    ) -> Step:
        """Take a step as the address /api/cases/{number}/steps does."""
        move = MOVES.get(Action(action))
        actor = self.actor(who)
        if move is not None:
            return move(self.tx, case, Words(note, codes), actor)
        return cases.take(self.tx, case, Action(action), actor=actor, note=note, codes=codes)


STATIONS = [
    # name, kind, above, area
    ("centre", "district_centre", None, "D1"),
    ("street", "subdistrict_centre", "centre", "S1"),
    ("community", "community_station", "street", "C1"),
    ("housing", "unit_office", "centre", None),
    ("city", "unit_office", "centre", None),
]
POSTS = [
    ("dispatcher", "centre"),
    ("grid_office", "centre"),
    ("supervisor", "centre"),
    ("leader", "centre"),
    ("checker", "centre"),
    ("grid_officer", "community"),
    ("grid_leader", "community"),
    ("unit_dispatcher", "housing"),
    ("handler", "city"),
]
CLASSES = [
    # key, limits of respond and solve, whether an emergency, whether policy files it
    ("signboard", (2, "work_hour", 2, "work_day"), False, "file"),
    ("manhole", (0.5, "urgent_hour", 2, "urgent_hour"), True, "dispatch_first"),
    ("quarrel", (4, "work_hour", 5, "work_day"), False, "queue"),
]


def build(tx: Session) -> Town:
    """Write the town."""
    town = Town(tx)
    for name, kind, above, area in STATIONS:
        row = Station(code=name, kind=kind, name=name, area_code=area)
        town.stations[name] = _station(tx, town, row, above)
    for role, station in POSTS:
        town.people[role] = _person(tx, town, role, station)
    town.people["street_officer"] = _person(tx, town, "unit_dispatcher", "street")
    town.people["housing_handler"] = _person(tx, town, "handler", "housing")
    edition = CodebookEdition(codebook="t", edition="1", name="样表", active=True)
    tx.add(edition)
    tx.flush()
    for number, (name, limits, emergency, policy) in enumerate(CLASSES, 1):
        _class(tx, town, edition.id, number, name, limits, emergency, policy)
    dispatch.seed_calendar(tx, range(2025, 2028))
    tx.flush()
    return town


def _station(tx: Session, town: Town, row: Station, above: str | None) -> int:
    row.parent_id = town.stations[above] if above else None
    if row.kind == "unit_office":
        unit = Unit(code=f"U-{row.name}", name=row.name)
        tx.add(unit)
        tx.flush()
        row.unit_id = unit.id
    tx.add(row)
    tx.flush()
    return row.id


def _person(tx: Session, town: Town, role: str, station: str) -> int:
    person = Person(code=f"P-{role}-{station}", name=f"{role}@{station}")
    tx.add(person)
    tx.flush()
    post = PostRow(
        code=f"{role}-{station}",
        person_id=person.id,
        station_id=town.stations[station],
        role=role,
        area_code="C1" if station == "community" else None,
        valid_from=BORN,
    )
    tx.add(post)
    tx.flush()
    return person.id


def _class(
    tx: Session,
    town: Town,
    edition: int,
    number: int,
    name: str,
    limits: tuple[float, str, float, str],
    emergency: bool,
    policy: str,
) -> None:
    kind = CaseClass(
        codebook_edition_id=edition,
        domain="event",
        code=f"010{number}",
        key=f"event/010{number}",
        big_code="01",
        big_name="市容环境",
        name=name,
        needs_place=False,
        emergency=emergency,
        default_lead="station:community",
    )
    tx.add(kind)
    tx.flush()
    respond, respond_unit, solve, solve_unit = limits
    condition = FilingCondition(
        class_id=kind.id,
        seq=1,
        name="样例条件",
        closing="恢复原状",
        respond_value=respond,
        respond_unit=respond_unit,
        solve_value=solve,
        solve_unit=solve_unit,
        is_default=True,
    )
    rule = FilingPolicy(code=name, name=name, pattern=kind.key, class_id=kind.id, action=policy)
    tx.add_all([condition, rule])
    tx.flush()
    town.classes[name], town.conditions[name] = kind.id, condition.id


LEVELS = [
    grid.GivenLevel("district", 0, "区"),
    grid.GivenLevel("subdistrict", 1, "街道"),
    grid.GivenLevel("community", 2, "社区"),
]
# Two communities side by side make the one subdistrict of the one district.
GROUND = shapely.box(113.17, 35.23, 113.19, 35.24)
AREAS = [
    ("district", "D1", None, GROUND),
    ("subdistrict", "S1", "D1", GROUND),
    ("community", "C1", "S1", shapely.box(113.17, 35.23, 113.18, 35.24)),
    ("community", "C2", "S1", shapely.box(113.18, 35.23, 113.19, 35.24)),
]


def lay_grid(tx: Session) -> None:
    """Publish a grid of two communities."""
    given = [
        grid.GivenArea(level, code, "t", f"{code} 区域", shape, parent_code=above)
        for level, code, above, shape in AREAS
    ]
    draft = grid.import_coverage(tx, given, LEVELS, grid.ImportOptions(edition="t", fresh=True))
    assert draft.edition is not None
    grid.publish(tx, draft.edition.name, BORN)


def leads(town: Town, case: cases.CaseFile) -> list[Order]:
    """Return a case's orders to whoever leads."""
    return [one for one in rows.orders(town.tx, case.id) if one.party == "lead"]


def every_message(kind: type[Message] = Message) -> Iterator[type[Message]]:
    """Yield every message there is."""
    for one in kind.__subclasses__():
        yield one
        yield from every_message(one)


def install_nothing() -> None:
    """Let nothing follow from any message: a test calls the jobs itself."""
    messages.install(dict.fromkeys(every_message(), ()))
