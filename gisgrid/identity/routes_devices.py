"""HTTP of devices: entered, given tokens, listed, revoked."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from gisgrid.identity import devices
from gisgrid.identity.access import Signed
from gisgrid.identity.actors import require
from gisgrid.identity.devices import Device
from gisgrid.kernel.db import Tx
from gisgrid.kernel.words import Line

router = APIRouter(prefix="/api", tags=["administration"])
AssetId = Annotated[int, Field(ge=1, lt=2**63)]


class DeviceIn(BaseModel):
    """A machine with its assets, or a platform with its name."""

    code: Line = Field(min_length=1, max_length=100)
    name: Line = Field(min_length=1, max_length=200)
    source: Literal["camera", "gauge", "drone", "platform", "hotline"]
    platform: Annotated[Line, Field(max_length=80)] | None = None
    asset_ids: list[AssetId] = Field(default_factory=list, max_length=1000)

    def new(self) -> Device:
        """Return the device as it was described."""
        return Device(self.code, self.name, self.source, self.platform, tuple(self.asset_ids))


class DeviceOut(BaseModel):
    """A device with how many of its tokens work, and when one was last used."""

    code: str
    name: str
    source: str
    platform: str | None
    asset_ids: list[int]
    tokens: int
    seen_at: datetime | None


class OverlapIn(BaseModel):
    """For how long the old token works beside the new one."""

    overlap_hours: int = Field(24, ge=0, le=24 * 30)


class TokenOut(BaseModel):
    """A device's token, shown this once."""

    code: str
    token: str


@router.get("/devices")
def list_devices(tx: Tx, actor: Signed) -> list[DeviceOut]:
    """List all devices; their tokens are not kept."""
    require(actor, "devices.read")
    return [
        DeviceOut(
            code=one.device.code,
            name=one.device.name,
            source=one.device.source,
            platform=one.device.platform,
            asset_ids=list(one.device.asset_ids),
            tokens=one.tokens,
            seen_at=one.seen_at,
        )
        for one in devices.every_device(tx)
    ]


@router.post("/devices", status_code=HTTPStatus.CREATED)
def add_device(said: DeviceIn, tx: Tx, actor: Signed) -> TokenOut:
    """Enter a device; the answer shows its token this once."""
    require(actor, "devices.write")
    return TokenOut(code=said.code, token=devices.add_device(tx, said.new()))


@router.post("/devices/{code}/token", status_code=HTTPStatus.CREATED)
def rotate_token(code: str, said: OverlapIn, tx: Tx, actor: Signed) -> TokenOut:
    """Give a device a new token; the old one works for the overlap."""
    require(actor, "devices.write")
    overlap = timedelta(hours=said.overlap_hours)
    return TokenOut(code=code, token=devices.rotate(tx, code, overlap))


@router.delete("/devices/{code}/token", status_code=HTTPStatus.NO_CONTENT)
def revoke_tokens(code: str, tx: Tx, actor: Signed) -> None:
    """End every token of a device at once."""
    require(actor, "devices.write")
    devices.revoke(tx, code)
