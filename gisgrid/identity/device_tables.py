"""Rows of what reports by itself: cameras, gauges, drones and other platforms."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, LargeBinary
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from gisgrid.identity.rules import MACHINES, PLATFORMS
from gisgrid.identity.tables import MOMENT, one_of
from gisgrid.kernel.db import Table


class DeviceRow(Table):
    """A machine that reports about its own assets, or a platform that passes reports on."""

    __tablename__ = "device"
    __table_args__ = (
        one_of("source", MACHINES + PLATFORMS),
        CheckConstraint("(platform IS NULL) = (cardinality(asset_ids) > 0)", name="scope"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    code: Mapped[str] = mapped_column(TEXT, unique=True)
    name: Mapped[str] = mapped_column(TEXT)
    source: Mapped[str] = mapped_column(TEXT)
    platform: Mapped[str | None] = mapped_column(TEXT)
    """The name under which a platform's own numbers are kept."""
    asset_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}")
    """Assets lie above identity, so they are only numbers here."""


class DeviceToken(Table):
    """The digest of a device's token; two work while one is exchanged for the other."""

    __tablename__ = "device_token"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(MOMENT)
    seen_at: Mapped[datetime | None] = mapped_column(MOMENT)
    expires_at: Mapped[datetime | None] = mapped_column(MOMENT)
