"""The counter of the simulator: everything it does goes through the services people use."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from gisgrid import cases, dispatch, duties, identity
from gisgrid.cases import (
    Action,
    CaseFile,
    NewReport,
    Origin,
    Reporter,
    Source,
    Verdict,
    Words,
)
from gisgrid.demo.plan import Planned
from gisgrid.demo.town import Town
from gisgrid.identity import Actor
from gisgrid.kernel import clock, messages
from gisgrid.kernel.jobs import Job

SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡"
PHOTO = "demo/现场.jpg"
COMMUNITY = 3
"""How many areas of a chain reach down to the community."""


class Desk:
    """Submits reports and takes steps; what follows them is run at once, at the same moment."""

    def __init__(self, tx: Session) -> None:
        self.tx = tx
        self.town = Town(tx)
        self._following: list[tuple[Job, dict[str, Any]]] = []
        messages.sink(tx, lambda job, args: self._following.append((job, args)))

    def submit(self, planned: Planned, turn: int) -> CaseFile | None:
        """Make a report in the name of whoever makes it; what follows waits to be settled.

        None when a camera said again what an open case is about: that case counts it.
        """
        speaker = speaker_of(self.town, planned, turn)
        receipt = cases.submit(self.tx, new_report(planned, turn), speaker)
        return None if receipt.repeated else self.tx.get_one(CaseFile, receipt.case_id)

    def act(
        self, case: CaseFile, action: Action, actor: Actor, note: str = "", **codes: Any
    ) -> None:
        """Take one step, and let follow what follows.

        The case needs no lock: this transaction wrote it, and nobody else sees it yet.
        """
        words = Words(note=note or None, codes=codes)
        cases.act(self.tx, case, action, words, actor=actor)
        self.settle()

    def do(self, thing: Callable[..., object], case: CaseFile, *args: object, **kw: object) -> None:
        """Call a service that takes a locked case, and let follow what follows."""
        thing(self.tx, case, *args, **kw)
        self.settle()

    def settle(self) -> None:
        """Run the jobs that the messages asked for, and those that these ask for in turn."""
        while self._following:
            job, args = self._following.pop(0)
            job(self.tx, **args)
        self.tx.flush()

    def assisting(self, case: CaseFile) -> list[int]:
        """Return the stations with an open order beside the lead's."""
        if set(case.stations) <= {case.lead_station_id}:
            return []
        return sorted(dispatch.parties(self.tx, case.id) - {case.lead_station_id})

    def condition(self, class_id: int) -> int:
        """Return the class's usual filing condition."""
        known = duties.conditions(self.tx, class_id)
        return next((one for one in known if one.is_default), known[0]).id

    def station_for(self, codes: tuple[str, ...]) -> int:
        """Return the station of the subdistrict of a place, or of the district itself."""
        for code in codes[1:2]:
            station = identity.station_of_area(self.tx, code)
            if station is not None:
                return station.id
        district = identity.district_station(self.tx)
        if district is None:
            raise LookupError("the district has no dispatch centre: load its stations first")
        return district.id

    def reopen(self, case_id: int) -> None:
        """Let the reporter ask for it to be done again."""
        cases.reopen(self.tx, case_id, "问题没有真正解决。")
        self.settle()

    def same_matter(self, planned: Planned, case_id: int) -> int | None:
        """Return the open case that a report is about again, if there is one."""
        if planned.lon is None or planned.lat is None:
            return None
        found = cases.duplicates(self.tx, planned.kind.class_id, planned.lon, planned.lat)
        return next((one.case_id for one in found if one.case_id != case_id), None)

    def rate(self, case: CaseFile, score: int, resolved: str) -> None:
        """Let the reporter say how it went."""
        self.do(cases.rate, case, Verdict(score, resolved), actor=cases.REPORTER)


def speaker_of(town: Town, planned: Planned, turn: int) -> Actor | None:
    """Return in whose name a report is made; citizens and enterprises have no account."""
    at = clock.now()
    if planned.source in {"citizen", "enterprise"}:
        return None
    if planned.stream == "community":
        here = planned.codes[:COMMUNITY]
        return town.of_place("grid_leader", here, at) or town.officer(here, at)
    if planned.source == "officer":
        return town.officer(planned.codes, at)
    return town.centre("dispatcher", at, turn)


def new_report(planned: Planned, turn: int) -> NewReport:
    """Turn a planned report into what is sent."""
    platform = planned.source == "platform"
    return NewReport(
        source=Source(planned.source),
        origin=Origin(planned.origin),
        class_id=planned.kind.class_id if planned.class_known else None,
        text=planned.text,
        place_text=planned.place_text or "",
        x=planned.lon,
        y=planned.lat,
        accuracy_m=planned.accuracy_m,
        reporter=reporter_of(turn) if planned.origin == "complaint" else None,
        photos=(PHOTO,) if planned.source in {"officer", "camera"} else (),
        confidence=0.93 if planned.source == "camera" else None,
        external_platform="12345" if platform else None,
        external_number=f"{planned.at:%Y%m%d}{turn:06d}" if platform else None,
    )


def reporter_of(turn: int) -> Reporter:
    """Return an invented person with a number that no network gives out."""
    name = SURNAMES[turn % len(SURNAMES)] + ("女士" if turn % 3 else "先生")
    return Reporter(name=name, phone=f"1990000{turn % 10000:04d}")


def span_of(start: datetime, due: datetime | None, share: float, least_h: float = 2.0) -> float:
    """Return a share of the time between two moments in hours, or of a default without a due."""
    allowed = (due - start).total_seconds() / 3600 if due else 24.0
    return max(allowed, least_h) * share
