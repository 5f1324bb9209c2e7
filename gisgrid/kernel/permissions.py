"""The one table of what the holders of a post may do: verb × role.

Where a verb may be used (which areas, classes, stations) is the post's own; the table says only
which roles have it at all. Every slice asks here, so that a role's powers are read in one place.
"""

from collections.abc import Iterable, Mapping
from typing import Final, Protocol

DISPATCH: Final = frozenset({"dispatcher"})
OFFICE: Final = frozenset({"grid_office"})
SUPERVISION: Final = frozenset({"supervisor"})
LEADERS: Final = frozenset({"leader"})
UNIT: Final = frozenset({"unit_dispatcher", "handler"})
GRID: Final = frozenset({"grid_leader", "grid_officer"})
CHECK: Final = frozenset({"checker"})
STEWARDS: Final = frozenset({"data_steward"})
PLANNERS: Final = frozenset({"planner"})
SYSTEM: Final = frozenset({"system_admin"})
SECURITY: Final = frozenset({"security_admin"})
AUDIT: Final = frozenset({"audit_admin"})

DESK: Final = DISPATCH | OFFICE | STEWARDS | SYSTEM
FIELD: Final = GRID | CHECK | UNIT
ANALYSTS: Final = frozenset({"analyst"})

PERMISSIONS: Final[Mapping[str, frozenset[str]]] = {
    # whose steps a case takes (the sides of NEXT)
    "case.acceptor": DISPATCH | OFFICE,
    "case.dispatcher": DISPATCH,
    "case.grid_office": OFFICE,
    "case.supervisor": SUPERVISION,
    "case.leader": LEADERS,
    "case.unit": UNIT | GRID | DISPATCH,
    "case.lead": UNIT | GRID,
    "case.officer": GRID,
    "case.checker": CHECK,
    "case.closer": DISPATCH | OFFICE | SUPERVISION,
    "case.security": SECURITY,
    # who sees cases at all, within the post's scope; who keeps the system or audits it does not
    "case.see": DISPATCH
    | OFFICE
    | SUPERVISION
    | LEADERS
    | FIELD
    | PLANNERS
    | ANALYSTS
    | STEWARDS
    | SECURITY,
    # who sees assets whole (cameras, contacts), within the post's area; the system administrator
    # names them to devices
    "asset.see": DISPATCH
    | OFFICE
    | SUPERVISION
    | LEADERS
    | FIELD
    | PLANNERS
    | ANALYSTS
    | STEWARDS
    | SECURITY
    | SYSTEM,
    # who goes on duty in the grid, and who sees them there, within the post's area
    "duty.take": GRID,
    "officer.see": DISPATCH | OFFICE | SUPERVISION | LEADERS | {"grid_leader"},
    # who checks in at assets on their rounds, and who reads it, within the post's area
    "checkin.make": GRID,
    "checkin.see": DISPATCH | OFFICE | SUPERVISION | LEADERS | GRID,
    # who has how areas stand in their rounds before them
    "rounds.shown": DISPATCH | OFFICE | SUPERVISION | LEADERS | {"grid_leader"},
    # whom others see at work on a case
    "case.accompany": DISPATCH | OFFICE | SUPERVISION | LEADERS,
    # who has the whole telephone numbers of their own station's people
    "roster.phones": DISPATCH | OFFICE | SUPERVISION | LEADERS | {"unit_dispatcher", "grid_leader"},
    # who ends and takes over a shift at the dispatch desk, and who reads how it was left
    "shift.hand_over": DISPATCH,
    "shift.see": DISPATCH | OFFICE | SUPERVISION | LEADERS,
    # who else was told of a case, and whether they read it
    "notice.see": DISPATCH | OFFICE | SUPERVISION | LEADERS,
    # an assisting unit's own order
    "order.assist": UNIT | GRID,
    # in whose name a report is made
    "report.relayed": DESK,
    "report.machine": DESK,
    "report.field": FIELD | DESK,
    # how much of a reporter is seen
    "reporter.see": DISPATCH | OFFICE | SUPERVISION | LEADERS,
    "reporter.find_by_phone": DISPATCH | OFFICE,
    "reporter.unmask": DISPATCH | SUPERVISION,
    # whose faces and plates on photos are hidden
    "photo.redact": DISPATCH | OFFICE,
    # who answers for what; as reference all staff may look it up, these have it before them
    "rules.shown": OFFICE | PLANNERS | STEWARDS | SYSTEM | DISPATCH | SUPERVISION,
    "rules.write": OFFICE | PLANNERS | STEWARDS,
    # on which days there is work
    "calendar.write": OFFICE,
    # which layers the map has
    "layers.write": STEWARDS | SYSTEM,
    # what citizens and staff are told
    "bulletins.write": OFFICE,
    # people and their posts; who may sign in is the security administrator's
    "people.read": SYSTEM | SECURITY | AUDIT | OFFICE,
    "posts.write": SYSTEM,
    "stations.shown": SYSTEM | OFFICE | DISPATCH,
    "stations.write": SYSTEM,
    "accounts.write": SECURITY,
    # who did what
    "audit.read": AUDIT,
    # cameras, gauges and platforms that report by themselves
    "devices.read": SYSTEM | SECURITY | AUDIT,
    "devices.write": SYSTEM,
}


class Post(Protocol):
    """What is asked of a post; identity's posts have it."""

    @property
    def role(self) -> str:
        """Name the office that the post carries."""
        ...

    @property
    def station_id(self) -> int:
        """Return the station that the post belongs to."""
        ...

    @property
    def area_code(self) -> str | None:
        """Return the root of the subtree that the post covers; None is the whole district."""
        ...

    @property
    def class_prefix(self) -> str | None:
        """Return the classes that the post covers; None is all of them."""
        ...


def roles_of(verb: str) -> frozenset[str]:
    """Return the roles that have a verb.

    Raises:
        KeyError: nobody has named this verb; a permission that is not in the table is none.
    """
    return PERMISSIONS[verb]


def may(roles: Iterable[str], verb: str) -> bool:
    """Tell whether one of the roles has a verb."""
    return not roles_of(verb).isdisjoint(roles)


def verbs_of(roles: Iterable[str]) -> list[str]:
    """List the verbs that one of the roles has, for pages that show only what may be done."""
    held = frozenset(roles)
    return sorted(verb for verb, those in PERMISSIONS.items() if not those.isdisjoint(held))
