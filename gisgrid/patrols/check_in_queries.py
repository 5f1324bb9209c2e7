"""What check-ins and their rounds ask the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from typing import Any, Final

from sqlalchemy import TextClause, exists, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from gisgrid.patrols.tables import CheckIn, Patrol


@dataclass(frozen=True, slots=True)
class Approached:
    """An asset that somebody checks in at, and how far they are from its shape."""

    id: int
    name: str
    retired: bool
    distance_m: float
    area_id: int | None


@dataclass(frozen=True, slots=True)
class DueAsset:
    """An asset in its round: by which day it is to be checked, and what was done last."""

    id: int
    code: str
    name: str
    name_en: str | None
    kind: str
    kind_name: str
    kind_name_en: str | None
    days: int
    last_at: datetime | None
    due_on: date
    tried_at: datetime | None
    tried_result: str | None
    tried_far: bool | None
    lon: float
    lat: float
    box: list[float]
    distance_m: float | None


def sql(name: str) -> TextClause:
    """Return one of our SQL files."""
    return text(files("gisgrid.patrols").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8"))


def approached(tx: Session, **asked: Any) -> Approached | None:
    """Return an asset in somebody's sight, with the metres from a point."""
    row = tx.execute(sql("checked_asset"), asked).mappings().one_or_none()
    return Approached(**row) if row else None


IN_SIGHT: Final = text("""
    SELECT EXISTS (
      SELECT FROM assets_in_sight(:edition, :everything, CAST(:roots AS bigint[]),
                                  CAST(:mine AS bigint[])) AS t
      WHERE t.id = :asset)
""")


def is_in_sight(tx: Session, **asked: Any) -> bool:
    """Tell whether somebody sees an asset."""
    return bool(tx.scalar(IN_SIGHT, asked))


def due_assets(tx: Session, **asked: Any) -> list[DueAsset]:
    """Return the assets of somebody's rounds, the longest overdue first."""
    nothing = dict.fromkeys(("asset", "kind", "after_day", "after_id", "lon", "lat"))
    rows = tx.execute(sql("assets_due"), nothing | asked).mappings()
    return [DueAsset(**row) for row in rows]


def counted(tx: Session, **asked: Any) -> list[dict[str, Any]]:
    """Count how assets stand in their rounds, by area."""
    return [dict(row) for row in tx.execute(sql("check_in_counts"), asked).mappings()]


def was_on_duty(tx: Session, person_id: int, at: datetime) -> bool:
    """Tell whether somebody was on duty at a moment, as far as patrols are kept."""
    until = func.coalesce(Patrol.ended_at, Patrol.ends_at)
    walked = exists().where(Patrol.person_id == person_id, Patrol.since <= at, until >= at)
    return bool(tx.scalar(select(walked)))


def write(tx: Session, **values: Any) -> CheckIn | None:
    """Write a check-in; None where its key was used before."""
    new = insert(CheckIn).values(values).on_conflict_do_nothing(index_elements=[CheckIn.key])
    return tx.scalars(new.returning(CheckIn)).one_or_none()


def of_key(tx: Session, key: str) -> CheckIn | None:
    """Return the check-in that was made under a key, if the transaction sees it."""
    return tx.scalars(select(CheckIn).where(CheckIn.key == key)).one_or_none()


def history(
    tx: Session, asset_id: int, before: tuple[datetime, int] | None, limit: int
) -> Sequence[CheckIn]:
    """Return the check-ins at an asset, the latest first."""
    asked = select(CheckIn).where(CheckIn.asset_id == asset_id)
    if before is not None:
        at, last = before
        earlier = or_(CheckIn.at < at, (CheckIn.at == at) & (CheckIn.id < last))
        asked = asked.where(earlier)
    return tx.scalars(asked.order_by(CheckIn.at.desc(), CheckIn.id.desc()).limit(limit)).all()


def places_of(tx: Session, ids: Sequence[int]) -> dict[int, tuple[float, float]]:
    """Return where exactly some check-ins were made, those that are still kept."""
    at = func.ST_X(CheckIn.place), func.ST_Y(CheckIn.place)
    kept = CheckIn.id.in_(ids) & CheckIn.place.is_not(None)
    return {one: (lon, lat) for one, lon, lat in tx.execute(select(CheckIn.id, *at).where(kept))}


def placed_before(tx: Session, before: datetime) -> int:
    """Count the check-ins from before a moment whose place is still kept."""
    old = CheckIn.place.is_not(None) & (CheckIn.at < before)
    return tx.scalar(select(func.count()).select_from(CheckIn).where(old)) or 0


def forget_places(tx: Session, before: datetime, most: int) -> list[int]:
    """Blank where exactly check-ins from before a moment were made; return which."""
    old = CheckIn.place.is_not(None) & (CheckIn.at < before)
    some = select(CheckIn.id).where(old).order_by(CheckIn.at).limit(most)
    nothing = {"place": None, "raw_x": None, "raw_y": None}
    gone = update(CheckIn).where(CheckIn.id.in_(some)).values(**nothing).returning(CheckIn.id)
    return list(tx.scalars(gone.execution_options(synchronize_session=False)))
