"""What the database holds of a history: read back from the stored cases and steps alone."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gisgrid import duties, grid
from gisgrid.cases import Action, CaseFile, Step
from gisgrid.kernel.settings import settings

DONE = (Action.FEEDBACK, Action.SOLVE_ON_SPOT, Action.ANSWER)


@dataclass(frozen=True, slots=True)
class Seen:
    """One stored case; `late` is None while it is not done or has no deadline."""

    at: datetime
    source: str
    origin: str
    domain: str
    name: str
    codes: tuple[str, ...]
    lon: float | None
    lat: float | None
    late: bool | None
    took: frozenset[str]


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """Return the share, 0 to 1; nothing of nothing is 0."""
        return self.part / self.whole if self.whole else 0.0

    @property
    def steady(self) -> float:
        """Return the share with half a case added to both sides, so that none is nothing."""
        return (self.part + 0.5) / (self.whole + 1)

    @property
    def words(self) -> str:
        """Write it with its denominator."""
        return f"{self.value:.1%} ({self.part} of {self.whole})"


def share(cases: Iterable[Seen], fits: Callable[[Seen], bool]) -> Share:
    """Count how many cases fit."""
    found = [fits(case) for case in cases]
    return Share(sum(found), len(found))


def seen(tx: Session) -> list[Seen]:
    """Return every stored case in the order of its report."""
    took = steps_taken(tx)
    asked = select(CaseFile, func.ST_X(CaseFile.point), func.ST_Y(CaseFile.point))
    known = {one.id: one for one in duties.classes(tx)}
    return [
        seen_of(tx, case, known.get(case.class_id or 0), took[case.id], (lon, lat))
        for case, lon, lat in tx.execute(asked.order_by(CaseFile.received_at, CaseFile.id))
    ]


def steps_taken(tx: Session) -> dict[int, dict[str, datetime]]:
    """Return which actions were taken in each case, with the last moment of each."""
    asked = select(Step.case_id, Step.action, func.max(Step.at))
    found: dict[int, dict[str, datetime]] = {}
    for case_id, action, at in tx.execute(asked.group_by(Step.case_id, Step.action)):
        found.setdefault(case_id, {})[action] = at
    return found


def seen_of(
    tx: Session,
    case: CaseFile,
    kind: duties.ClassEntry | None,
    took: dict[str, datetime],
    point: tuple[float | None, float | None],
) -> Seen:
    """Return one case as it is stored."""
    refs = grid.area_refs(tx, case.path_of_record)
    done = max((took[action] for action in DONE if action in took), default=None)
    return Seen(
        at=case.received_at.astimezone(settings().tz),
        source=case.source,
        origin=case.origin,
        domain=kind.key.partition("/")[0] if kind else "",
        name=kind.name if kind else "",
        codes=tuple(refs[area].code for area in case.path_of_record if area in refs),
        lon=point[0],
        lat=point[1],
        late=done > case.solve_due if done and case.solve_due else None,
        took=frozenset(took),
    )
