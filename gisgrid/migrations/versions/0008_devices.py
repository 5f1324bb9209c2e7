"""Tokens of cameras, gauges and platforms that report by themselves."""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = TIMESTAMP(timezone=True)
SOURCES = "source IN ('camera', 'gauge', 'drone', 'platform', 'hotline')"


def upgrade() -> None:
    op.create_table(
        "device",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("code", sa.Text, nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("platform", sa.Text),
        sa.Column("asset_ids", ARRAY(sa.BigInteger), nullable=False, server_default="{}"),
        sa.CheckConstraint(SOURCES, name="source"),
        sa.CheckConstraint("(platform IS NULL) = (cardinality(asset_ids) > 0)", name="scope"),
    )
    op.create_table(
        "device_token",
        sa.Column("token_hash", sa.LargeBinary, primary_key=True),
        sa.Column("device_id", sa.BigInteger, sa.ForeignKey("device.id"), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT),
        sa.Column("expires_at", MOMENT),
    )
    op.create_index("device_token_device_id_idx", "device_token", ["device_id"])


def downgrade() -> None:
    op.drop_table("device_token")
    op.drop_table("device")
