"""Tokens of cameras, gauges and platforms: shown once, kept as digests, exchanged with overlap."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import Session

from gisgrid.identity import rules
from gisgrid.identity.actors import Actor
from gisgrid.identity.device_tables import DeviceRow, DeviceToken
from gisgrid.identity.sessions import digest
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Conflict, Invalid, NotFound


@dataclass(frozen=True)
class Device:
    """Something that reports by itself, and what it may report about."""

    code: str
    name: str
    source: str
    platform: str | None
    """None: a machine, which reports about its own assets."""
    asset_ids: tuple[int, ...]

    @property
    def actor(self) -> Actor:
        """Return the actor of its reports: no person, and not the system either."""
        return Actor(None, self.name, device=self.code)


@dataclass(frozen=True)
class Standing:
    """A device with its tokens, as administrators see it."""

    device: Device
    tokens: int
    seen_at: datetime | None


def add_device(tx: Session, new: Device) -> str:
    """Enter a device and return its token, shown this once.

    Raises:
        Invalid: a machine without assets, or a platform without a name.
        Conflict: the code is taken.
    """
    _check(new)
    if tx.scalar(select(DeviceRow.id).where(DeviceRow.code == new.code)):
        raise Conflict(f"设备编号 {new.code} 已被使用。")
    row = DeviceRow(
        code=new.code,
        name=new.name,
        source=new.source,
        platform=new.platform,
        asset_ids=list(new.asset_ids),
    )
    tx.add(row)
    tx.flush()
    return _new_token(tx, row.id)


def rotate(tx: Session, code: str, overlap: timedelta = rules.OVERLAP) -> str:
    """Return a new token, shown this once; the old one works a while longer.

    Raises:
        NotFound: there is no such device.
    """
    device_id = _row(tx, code).id
    ends = clock.now() + overlap
    longer = or_(DeviceToken.expires_at.is_(None), DeviceToken.expires_at > ends)
    old = update(DeviceToken).where(DeviceToken.device_id == device_id, longer)
    tx.execute(old.values(expires_at=ends))
    return _new_token(tx, device_id)


def revoke(tx: Session, code: str) -> None:
    """End every token of a device at once; a rotation gives it a new one.

    Raises:
        NotFound: there is no such device.
    """
    tx.execute(delete(DeviceToken).where(DeviceToken.device_id == _row(tx, code).id))


def device_of(tx: Session, token: str) -> Device | None:
    """Return the device whose token this is, None when it has ended or never was."""
    now = clock.now()
    found = tx.scalar(select(DeviceToken).where(DeviceToken.token_hash == digest(token), _works()))
    if found is None:
        return None
    if found.seen_at is None or now - found.seen_at > rules.SEEN_EVERY:
        found.seen_at = now
    return _device(tx.get_one(DeviceRow, found.device_id))


def every_device(tx: Session) -> Sequence[Standing]:
    """List all devices in the order of their codes, with how many tokens work."""
    rows = tx.execute(
        select(
            DeviceRow,
            func.count(DeviceToken.token_hash).filter(_works()),
            func.max(DeviceToken.seen_at),
        )
        .outerjoin(DeviceToken, DeviceToken.device_id == DeviceRow.id)
        .group_by(DeviceRow.id)
        .order_by(DeviceRow.code)
    )
    return [Standing(_device(row), tokens, seen_at) for row, tokens, seen_at in rows]


def _check(new: Device) -> None:
    if new.source in rules.PLATFORMS and (not new.platform or new.asset_ids):
        raise Invalid("平台须给出名称（platform），不绑定部件。")
    if new.source in rules.MACHINES and (new.platform is not None or not new.asset_ids):
        raise Invalid("设备须绑定自己的部件（asset_ids），没有平台名称。")


def _works() -> ColumnElement[bool]:
    return or_(DeviceToken.expires_at.is_(None), DeviceToken.expires_at > clock.now())


def _new_token(tx: Session, device_id: int) -> str:
    token = rules.TOKEN_PREFIX + secrets.token_urlsafe(32)
    row = DeviceToken(token_hash=digest(token), device_id=device_id, created_at=clock.now())
    tx.add(row)
    tx.flush()
    return token


def _row(tx: Session, code: str) -> DeviceRow:
    found = tx.scalar(select(DeviceRow).where(DeviceRow.code == code).with_for_update())
    if found is None:
        raise NotFound(f"没有编号为 {code} 的设备。")
    return found


def _device(row: DeviceRow) -> Device:
    return Device(row.code, row.name, row.source, row.platform, tuple(row.asset_ids))
