"""Repeat complaints: hinted before they are made, merged, counted, and taken apart again."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from gisgrid import duties
from gisgrid.cases import queries
from gisgrid.cases.rules import ENDED, Action, Status
from gisgrid.cases.service.finding import case, lock
from gisgrid.cases.service.refusals import NOT_YOURS, NoSuchCase, NotNow, StepLacks
from gisgrid.cases.service.sight import visible
from gisgrid.cases.service.steps import Taker, take
from gisgrid.cases.tables import CaseFile, Step
from gisgrid.identity import Actor
from gisgrid.kernel import clock, ids
from gisgrid.kernel.errors import Invalid
from gisgrid.kernel.rows import beyond_scope
from gisgrid.kernel.settings import settings

DEGREE_M: Final = 111_320.0
SLACK: Final = 1.01
"""The box is a little larger than the circle that decides."""
EXACTLY: Final = 0.0
FOR_ALL: Final = 0.0003
"""Degrees, some 30 m: from the middle of such a cell a place is measured for the public. At most
22 m are between the two, so that who stands at it is within the narrowest class's 30 m."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An open case that may be about the same thing."""

    case_id: int
    class_id: int
    number: str
    status: str
    text: str
    place_text: str
    received_at: datetime
    repeat_count: int
    away_m: float


def duplicates(
    tx: Session, class_id: int, lon: float, lat: float, blur: float = EXACTLY
) -> list[Duplicate]:
    """Return open cases of the class near a point, within the class's own radius and days.

    Whoever asks: that there are some is told to everybody, their words are not. Where they are is
    told to nobody either who asks again and again: for the public they are all measured from the
    middle of a cell.
    """
    known = duties.case_class(tx, class_id)
    if not known.duplicate_radius_m or not known.duplicate_days:
        return []
    since = clock.now() - timedelta(days=known.duplicate_days)
    radius_m = known.duplicate_radius_m
    asked = {"class_id": class_id, "lon": lon, "lat": lat, "radius_m": radius_m, "since": since}
    asked |= _box(lat, radius_m, blur) | {"first_id": ids.month_id(since, 0, settings().tz)}
    with beyond_scope(tx):
        rows = queries.duplicates(tx, asked)
    return [Duplicate(**row) for row in rows]


def nearby(
    tx: Session, lon: float, lat: float, class_id: int | None, blur: float
) -> list[Duplicate]:
    """Return open cases near a point: of one class as `duplicates` does, or of every class.

    Nothing is told of all classes that is not told of each to whoever asks for it.
    """
    if class_id is not None:
        return duplicates(tx, class_id, lon, lat, blur)
    every = (duties.case_class(tx, one) for one in duties.classes_below(tx, [""]))
    bounds = [(k.duplicate_radius_m or 0.0, k.duplicate_days or 0) for k in every]
    radius_m = max((radius for radius, _ in bounds), default=0.0)
    since = clock.now() - timedelta(days=max((days for _, days in bounds), default=0))
    asked = {"lon": lon, "lat": lat, "now": clock.now(), **_box(lat, radius_m, blur)}
    asked["first_id"] = ids.month_id(since, 0, settings().tz)
    with beyond_scope(tx):
        return [Duplicate(**row) for row in queries.nearby(tx, asked)]


def _box(lat: float, radius_m: float, blur: float) -> dict[str, float]:
    """Return half the sides, in degrees, of a box around the circle, and how places are blurred."""
    up = radius_m * SLACK / DEGREE_M + blur
    return {"dx": up / max(math.cos(math.radians(lat)), 0.01), "dy": up, "blur": blur}


def merge(tx: Session, merged: CaseFile, target: int | str, *, actor: Taker) -> Step:
    """Merge a locked case into another open one; its reports count there from now on."""
    into = _target(tx, merged, target, actor)
    codes = {"target": into.id, "target_number": into.number, "status_before": merged.status}
    step = take(tx, merged, Action.MERGE, actor=actor, codes=codes)
    merged.merged_into = into.id
    merged.routing = {**merged.routing, "status_before": codes["status_before"]}
    count(tx, into, _brought(tx, merged))
    take(
        tx, into, Action.NOTE, actor=actor, note=f"并入 {merged.number}", codes={"from": merged.id}
    )
    return step


def count(tx: Session, found: CaseFile, more: int) -> None:
    """Count so many reports more at a locked case, or fewer."""
    found.told_again += more
    tx.flush()
    tx.refresh(found, ["repeat_count"])


def _brought(tx: Session, merged: CaseFile) -> int:
    """Return how many reports a locked case brings, those of machines counted until now."""
    tx.refresh(merged, ["repeat_count"])
    return merged.repeat_count + 1


def _target(tx: Session, merged: CaseFile, target: int | str, actor: Taker) -> CaseFile:
    known = case(tx, target)
    if isinstance(actor, Actor) and not visible(tx, known, actor):
        raise NoSuchCase(NOT_YOURS.format(target))
    if known.id == merged.id:
        raise Invalid("案件不能并入自己，请选另一个案件。")
    into = lock(tx, known.id)
    if Status(into.status) in ENDED:
        raise NotNow(f"案件 {into.number} 已办结，不能再并入。", status=into.status)
    return into


def unmerge(tx: Session, merged: CaseFile, *, actor: Taker) -> Step:
    """Take a merged case out again; it stands where it stood before."""
    if merged.merged_into is None:
        raise NotNow(f"案件 {merged.number} 没有并入别的案件。", status=merged.status)
    into = lock(tx, merged.merged_into)
    if into.merged_into is not None:
        raise NotNow("并入的那个案件自己也已并案，请先把它移出。", status=into.status)
    codes = {"target": into.id, "target_number": into.number}
    step = take(tx, merged, Action.UNMERGE, actor=actor, codes=codes)
    merged.merged_into = None
    count(tx, into, -_brought(tx, merged))
    take(
        tx, into, Action.NOTE, actor=actor, note=f"移出 {merged.number}", codes={"from": merged.id}
    )
    return step


def target_of(codes: Mapping[str, object]) -> int | str:
    """Return the case that a request wants to merge into."""
    target = codes.get("target")
    if not isinstance(target, int | str) or isinstance(target, bool) or not target:
        raise StepLacks("请给出并入哪个案件（target，案件编号）。")
    return target
