"""The hands of the simulated district: what everybody does in the same way with one case.

Each part of a life yields the moment at which it wants to go on; the runner sets the clock to it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from gisgrid.cases import Action, CaseFile, Status
from gisgrid.demo.desk import Desk
from gisgrid.demo.plan import Planned
from gisgrid.kernel import clock

Moments = Iterator[datetime]
WITH_THE_UNIT = (Status.DISPATCHED, Status.REWORK, Status.HANDLING, Status.RETURNED)


def hours(amount: float) -> datetime:
    """Return the moment that many hours from now."""
    return clock.now() + timedelta(hours=amount)


@dataclass
class Hands:
    """One report, the case it becomes, and the people who deal with it."""

    desk: Desk
    planned: Planned
    turn: int

    def begins(self) -> bool:
        """Make the report, and tell whether it began a case.

        The case is held from then on, so that it is not read again.
        """
        made = self.desk.submit(self.planned, self.turn)
        if made is not None:
            self.case: CaseFile = made
        return made is not None

    def stands(self, *statuses: Status) -> bool:
        """Tell whether the case is in one of these statuses now."""
        return Status(self.case.status) in statuses

    def centre(self, role: str, action: Action, note: str = "", **codes: object) -> None:
        """Let somebody of the district's centre take a step."""
        actor = self.desk.town.centre(role, clock.now(), self.turn)
        self.desk.act(self.case, action, actor, note, **codes)

    def unit(self, action: Action, note: str = "", **codes: object) -> None:
        """Let the lead station take a step."""
        station = self.case.lead_station_id or 0
        actor = self.desk.town.unit(station, clock.now())
        self.desk.act(self.case, action, actor, note, **codes)

    def assist(self, action: Action, note: str = "", **codes: object) -> None:
        """Let every assisting station do its part."""
        for station in self.desk.assisting(self.case):
            actor = self.desk.town.unit(station, clock.now())
            self.desk.act(self.case, action, actor, note, **codes)

    def codes(self) -> tuple[str, ...]:
        """Return the areas that the case was found to lie in, leaf last; none without a place."""
        return self.desk.town.codes(tuple(self.case.path_today))
