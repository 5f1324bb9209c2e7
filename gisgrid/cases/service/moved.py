"""When borders change: open cases are routed anew, ended ones only change who may see them."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from geoalchemy2.shape import to_shape
from sqlalchemy.orm import Session

from gisgrid import duties, grid, identity
from gisgrid.cases import queries
from gisgrid.cases.rules import OPEN, Action, Status, sources_of
from gisgrid.cases.service.correcting import Correction, reroute
from gisgrid.cases.service.finding import lock
from gisgrid.cases.service.sight import visible_of
from gisgrid.cases.service.steps import take
from gisgrid.cases.tables import CaseFile
from gisgrid.kernel.rows import beyond_scope

BATCH: Final = 500


def follow_borders(tx: Session) -> int:
    """Give every case today's path; return how many changed hands. Safe to run again.

    An open case without an order is routed anew; one that is being worked keeps its order and
    only notes that it now lies elsewhere. The path of record is never touched.
    """
    return sum(_follow(tx, cases) for cases in queries.placed_cases(tx, BATCH))


def _follow(tx: Session, cases: Sequence[CaseFile]) -> int:
    points = [to_shape(case.point).coords[0] for case in cases if case.point is not None]
    found = grid.locate_many(tx, [p[0] for p in points], [p[1] for p in points])
    paths = grid.book(tx).paths
    now = [list(paths.get(int(leaf), ())) for leaf in found.leaf]
    moved = [(c, path) for c, path in zip(cases, now, strict=True) if c.path_today != path]
    for case, path in moved:
        _move(tx, case, path, found.edition_id)
    return len(moved)


def _move(tx: Session, seen: CaseFile, path: list[int], edition_id: int) -> None:
    case = lock(tx, seen.id)
    status, system = Status(case.status), identity.system_actor()
    if status in sources_of(Action.REROUTE):
        reroute(tx, case, Correction(), actor=system, note=f"网格版本 {edition_id} 发布后重新定责")
    elif status in OPEN:
        codes = {"edition_id": edition_id, "area_id": path[-1] if path else None}
        words = f"网格版本 {edition_id} 发布后，本案位置改属另一网格单元，办理单位不变"
        take(tx, case, Action.NOTE, actor=system, note=words, codes=codes)
    case.path_today = path
    tx.flush()


def past_questions(
    tx: Session, since: datetime, until: datetime, actor: identity.Actor
) -> Iterator[duties.Past]:
    """Return who was asked for in a span of time, and who led: what a changed rule is tried on.

    A rule holds for the whole district, so it is tried on every case, whoever tries it; the
    numbers are told of those alone that the actor may see.
    """
    with beyond_scope(tx):
        received = list(queries.received_between(tx, since, until))
    seen = visible_of(tx, [case.id for case in received], actor)
    for case in received:
        lon, lat = to_shape(case.point).coords[0] if case.point is not None else (None, None)
        question = duties.Question(case.class_id, _located(case), lon, lat, case.received_at)
        number = case.number if case.id in seen else None
        yield duties.Past(number, question, case.lead_station_id)


def _located(case: CaseFile) -> grid.Located | None:
    """Return where the case was, as it was routed."""
    if case.edition_id is None:
        return None
    return grid.Located(
        edition_id=case.edition_id,
        leaf=case.area_id,
        path=tuple(case.path_of_record),
        on_border=case.on_border,
        near=case.near,
        border_m=case.border_m,
        other=None,
    )
