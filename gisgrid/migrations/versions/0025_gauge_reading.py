"""What gauges told before: one row a minute, the highest stage of it."""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gauge_reading",
        sa.Column(
            "asset_id",
            sa.BigInteger,
            sa.ForeignKey("asset.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("at", TIMESTAMP(timezone=True), primary_key=True),
        sa.Column("stage_m", sa.Float, nullable=False),
    )
    op.create_index("gauge_reading_at_idx", "gauge_reading", ["at"], postgresql_using="brin")
    op.execute(
        "INSERT INTO gauge_reading (asset_id, at, stage_m)"
        " SELECT asset_id, date_trunc('minute', at, 'UTC'), stage_m FROM gauge_stage"
    )


def downgrade() -> None:
    op.drop_table("gauge_reading")
