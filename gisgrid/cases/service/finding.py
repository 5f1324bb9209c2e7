"""Finds a case, locks it, and gathers what the rules must know of it."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from sqlalchemy.orm import Session

from gisgrid import duties, grid, identity
from gisgrid.cases import queries
from gisgrid.cases.ports import parties_of
from gisgrid.cases.rules import Facts, Side, Status
from gisgrid.cases.rules.who import NEUTRAL
from gisgrid.cases.service.refusals import NOT_YOURS, ChangedMeanwhile, NoSuchCase
from gisgrid.cases.tables import CaseFile
from gisgrid.kernel import ids


def case(tx: Session, which: int | str) -> CaseFile:
    """Return a case by id or number."""
    return _known(queries.found(tx, _checked(which)), which)


def lock(tx: Session, which: int | str, *, version: int | None = None) -> CaseFile:
    """Return a case with its row locked until the transaction ends.

    With a version, the case is refused when somebody else has acted on it since.
    """
    found = _known(queries.found(tx, _checked(which), locked=True), which)
    if version is not None and found.version != version:
        raise ChangedMeanwhile("案件刚被他人处理过，请刷新后再操作。", version=found.version)
    return found


def lock_all(tx: Session, ids: Sequence[int]) -> list[CaseFile]:
    """Return cases with their rows locked, in the order of their ids, each once.

    Everybody locks in this order, so that nobody waits in a ring.
    """
    found = {case.id: case for case in queries.found_all(tx, ids)}
    return [_known(found.get(one), one) for one in sorted(set(ids))]


def _checked(which: int | str) -> int | str:
    return which if isinstance(which, int) else ids.check_number(which)


def _known(found: CaseFile | None, which: int | str) -> CaseFile:
    if found is None:
        raise NoSuchCase(NOT_YOURS.format(which))
    return found


EVERYBODY: Final = frozenset(Side)


def facts_of(tx: Session, case: CaseFile, who: AbstractSet[Side] = EVERYBODY) -> Facts:
    """Return what the rules must know of a case.

    Which stations have or had it is asked of the database only when one of these sides needs it.
    """
    known = duties.case_class(tx, case.class_id) if case.class_id is not None else None
    return Facts(
        status=Status(case.status),
        class_key=known.key if known else "",
        domain=known.key.partition("/")[0] if known else "",
        needs_place=known.needs_place if known else True,
        emergency=case.emergency,
        filed=case.filed_at is not None,
        lead_station_id=case.lead_station_id,
        parties=parties_of(tx, case) if Side.UNIT in who else frozenset(),
        stations=_worked_at(tx, case) if who & NEUTRAL else frozenset(),
        area_codes=frozenset(_codes(tx, case)),
        closed_at=case.closed_at,
        reopen_count=case.reopen_count,
        return_count=case.return_count,
    )


def _worked_at(tx: Session, case: CaseFile) -> frozenset[int]:
    """Return the stations whose people may not check or close: every one that had the case.

    At the district's dispatch centre the posts themselves keep apart who works from who checks
    and closes; if it counted, a case that it had could never be closed by anybody.
    """
    if not case.stations:
        return frozenset()
    centre = duties.remember(tx, "district_station", lambda: identity.district_station(tx))
    return frozenset(case.stations) - {centre.id if centre else None}


def _codes(tx: Session, case: CaseFile) -> Iterator[str]:
    if case.path_today:
        for ref in grid.area_refs(tx, case.path_today).values():
            yield ref.code
