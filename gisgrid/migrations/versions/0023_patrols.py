"""Officers on duty, and their tracks of that time."""
import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

MOMENT = TIMESTAMP(timezone=True)
POINT = Geometry("POINT", srid=4326, spatial_index=False)


def upgrade() -> None:
    op.create_table(
        "patrol",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("person_id", sa.BigInteger, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("post_id", sa.BigInteger, sa.ForeignKey("post.id"), nullable=False),
        sa.Column("station_id", sa.BigInteger, sa.ForeignKey("station.id"), nullable=False),
        sa.Column("path", ARRAY(sa.BigInteger), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("place", POINT),
        sa.Column("accuracy_m", sa.Float),
        sa.Column("placed_at", MOMENT),
        sa.CheckConstraint("ends_at > since", name="forward"),
        sa.CheckConstraint("ended_at >= since", name="ended"),
        sa.CheckConstraint("(place IS NULL) = (placed_at IS NULL)", name="placed"),
        sa.CheckConstraint("ended_at IS NULL OR place IS NULL", name="gone"),
    )
    for column in ("person_id", "post_id", "station_id"):
        op.create_index(f"patrol_{column}_idx", "patrol", [column])
    is_open, is_over = sa.text("ended_at IS NULL"), sa.text("ended_at IS NOT NULL")
    op.create_index(
        "patrol_one_open_idx", "patrol", ["person_id"], unique=True, postgresql_where=is_open
    )
    op.create_index("patrol_ended_idx", "patrol", ["ended_at"], postgresql_where=is_over)
    op.create_table(
        "track_point",
        sa.Column(
            "patrol_id",
            sa.BigInteger,
            sa.ForeignKey("patrol.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("at", MOMENT, primary_key=True),
        sa.Column("geom", POINT, nullable=False),
        sa.Column("accuracy_m", sa.Float),
    )


def downgrade() -> None:
    op.execute("DROP FUNCTION IF EXISTS officers_in_sight(boolean, bigint[], bigint[]) CASCADE")
    op.drop_table("track_point")
    op.drop_table("patrol")
