"""What gauges say of a river: the stage at a river point, now and before."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from gisgrid.assets.readings import record_readings
from gisgrid.assets.tables import Asset, GaugeStage
from gisgrid.identity import Device, arrived, device_behind, device_token_of
from gisgrid.kernel import clock
from gisgrid.kernel.db import Tx
from gisgrid.kernel.errors import Forbidden, Invalid, NotFound, NotSignedIn
from gisgrid.kernel.moments import Moment

router = APIRouter(prefix="/api/gauges", tags=["assets"])
AHEAD: Final = timedelta(minutes=5)
"""How far a gauge's clock may be ahead of ours."""


class StageIn(BaseModel):
    """A stage in metres above the river point's own datum, and when it was read."""

    stage_m: float = Field(ge=-500, le=9000, examples=[104.32])
    at: Moment | None = Field(default=None, description="when it was read; now")


def gauge_behind(request: Request, tx: Tx) -> Device:
    """Return the device that sends a reading; people send none.

    Raises:
        Forbidden: somebody is signed in, but no device.
        NotSignedIn: nobody is, or the device's token has ended.
    """
    if device_token_of(request) is not None:
        return device_behind(request, tx)
    if arrived(request, tx) is None:
        raise NotSignedIn("水位只由设备凭令牌上报 · gauges report by their own tokens.")
    raise Forbidden("水位只由设备凭令牌上报 · gauges report by their own tokens.")


@router.post("/{code}/readings", status_code=HTTPStatus.NO_CONTENT)
def reading(
    tx: Tx, code: str, said: StageIn, device: Annotated[Device, Depends(gauge_behind)]
) -> None:
    """Take in a stage; one that is older than what is known changes the history alone."""
    point = tx.scalar(select(Asset.id).where(Asset.code == code, Asset.kind == "river_point"))
    if point is None or point not in device.asset_ids:
        raise NotFound(f"此令牌没有监测点 {code} · this token has no such river point.")
    now = clock.now()
    at = said.at or now
    if at > now + AHEAD:
        raise Invalid("读数时间在未来，请校准设备时钟 · the reading is from the future.")
    record_stage(tx, point, said.stage_m, at)


def record_stage(tx: Session, point: int, stage_m: float, at: datetime) -> None:
    """Keep what a gauge told at a moment; the latest stands on the map. Safe to say again."""
    new = insert(GaugeStage).values(asset_id=point, stage_m=stage_m, at=at)
    later = new.on_conflict_do_update(
        index_elements=[GaugeStage.asset_id],
        set_={"stage_m": new.excluded.stage_m, "at": new.excluded.at},
        where=GaugeStage.at < new.excluded.at,
    )
    tx.execute(later)
    record_readings(tx, point, [(at, stage_m)])
