"""HTTP of duty in the grid (上岗/离岗) and of one's own position."""

from typing import Annotated

from fastapi import APIRouter, Query

from gisgrid.identity import UNAUDITED, Signed, require
from gisgrid.kernel.db import Tx
from gisgrid.patrols import queries, service
from gisgrid.patrols.schemas import (
    DutyIn,
    DutyOut,
    PositionsIn,
    PositionsOut,
    TrackIn,
    TrackOut,
    TrackPointOut,
)

router = APIRouter(prefix="/api/me", tags=["patrols"])


@router.get("/duty")
def duty(tx: Tx, actor: Signed) -> DutyOut:
    """Tell whether one is on duty, since when, and until when."""
    return DutyOut.of(service.running(tx, actor))


@router.post("/duty")
def change_duty(said: DutyIn, tx: Tx, actor: Signed) -> DutyOut:
    """Go on duty or off; safe to say again. Off duty, one's place is gone from the map at once."""
    if said.on:
        return DutyOut.of(service.go_on_duty(tx, actor))
    service.go_off_duty(tx, actor)
    return DutyOut.of(None)


@router.post("/position", openapi_extra=UNAUDITED)
def position(said: PositionsIn, tx: Tx, actor: Signed) -> PositionsOut:
    """Tell where one is, or was while there was no network; only on duty, safe to say again."""
    kept = service.record_positions(tx, actor, [one.position() for one in said.positions])
    return PositionsOut(kept=kept.kept, left_out=kept.left_out)


@router.get("/track")
def track(tx: Tx, actor: Signed, asked: Annotated[TrackIn, Query()]) -> TrackOut:
    """List what is kept of one's own tracks, the latest first; nobody else is shown it."""
    require(actor, "duty.take")
    person_id = service.person_of(actor)
    count, since = queries.length_of_track(tx, person_id)
    rows = queries.track(tx, person_id, asked.before, asked.limit)
    points = [
        TrackPointOut(at=at, lon=lon, lat=lat, accuracy_m=accuracy)
        for at, lon, lat, accuracy in rows
    ]
    return TrackOut(count=count, since=since, points=points)
