"""Check-ins at assets, how often they are due, and assets that stand no more."""
import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None
CONTRACT = (
    "The index is only made narrower. An older program's sweep takes photos of check-ins for loose "
    "ones a day after they came: end it within the day."
)

MOMENT = TIMESTAMP(timezone=True)
POINT = Geometry("POINT", srid=4326, spatial_index=False)
COUNTS = sa.text("NOT far AND result <> 'no_access'")
LOOSE = "case_id IS NULL AND check_in_id IS NULL"
PLACED = "num_nonnulls(place, raw_x, raw_y) IN (0, 3)"


def upgrade() -> None:
    op.add_column(
        "asset", sa.Column("retired", sa.Boolean, nullable=False, server_default=sa.text("false"))
    )
    rounds()
    check_ins()
    op.add_column("photo", sa.Column("check_in_id", sa.BigInteger))
    op.create_index("photo_check_in_id_idx", "photo", ["check_in_id"])
    op.drop_index("photo_loose_idx", "photo")
    op.create_index("photo_loose_idx", "photo", ["created_at"], postgresql_where=sa.text(LOOSE))


def rounds() -> None:
    op.create_table(
        "check_round",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("kind", sa.Text, sa.ForeignKey("asset_kind.code"), unique=True),
        sa.Column(
            "asset_id", sa.BigInteger, sa.ForeignKey("asset.id", ondelete="CASCADE"), unique=True
        ),
        sa.Column("days", sa.Integer),
        sa.Column("since", MOMENT, nullable=False),
        sa.CheckConstraint("num_nonnulls(kind, asset_id) = 1", name="target"),
        sa.CheckConstraint("days > 0 OR (days IS NULL AND kind IS NULL)", name="days"),
    )


def check_ins() -> None:
    op.create_table(
        "check_in",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("asset_id", sa.BigInteger, sa.ForeignKey("asset.id"), nullable=False),
        sa.Column("person_id", sa.BigInteger, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("post_id", sa.BigInteger, sa.ForeignKey("post.id"), nullable=False),
        sa.Column("station_id", sa.BigInteger, sa.ForeignKey("station.id"), nullable=False),
        sa.Column("edition_id", sa.BigInteger, sa.ForeignKey("edition.id"), nullable=False),
        sa.Column("area_id", sa.BigInteger, sa.ForeignKey("area.id")),
        sa.Column("on_duty", sa.Boolean, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("place", POINT),
        sa.Column("raw_x", sa.Float),
        sa.Column("raw_y", sa.Float),
        sa.Column("datum", sa.Text, nullable=False),
        sa.Column("accuracy_m", sa.Float),
        sa.Column("distance_m", sa.Float, nullable=False),
        sa.Column("far", sa.Boolean, nullable=False),
        sa.Column("result", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("photos", JSONB, nullable=False),
        sa.Column("key", sa.Text, unique=True),
        sa.Column("body_hash", sa.LargeBinary, nullable=False),
        sa.CheckConstraint("result IN ('normal', 'abnormal', 'no_access')", name="result"),
        sa.CheckConstraint(PLACED, name="placed"),
    )
    for column in ("person_id", "post_id", "station_id", "edition_id", "area_id"):
        op.create_index(f"check_in_{column}_idx", "check_in", [column])
    op.create_index("check_in_asset_idx", "check_in", ["asset_id", sa.text("at DESC"), "id"])
    op.create_index(
        "check_in_counts_idx", "check_in", ["asset_id", sa.text("at DESC")], postgresql_where=COUNTS
    )
    placed = sa.text("place IS NOT NULL")
    op.create_index("check_in_placed_idx", "check_in", ["at"], postgresql_where=placed)


def downgrade() -> None:
    op.execute(
        "DROP FUNCTION IF EXISTS assets_to_check(bigint, boolean, bigint[], bigint[], text) CASCADE"
    )
    op.execute("DROP POLICY IF EXISTS seen_row ON photo")
    op.execute("DROP POLICY IF EXISTS changed_row ON photo")
    op.execute("DROP POLICY IF EXISTS gone_row ON photo")
    op.drop_index("photo_loose_idx", "photo")
    op.create_index(
        "photo_loose_idx", "photo", ["created_at"], postgresql_where=sa.text("case_id IS NULL")
    )
    op.drop_column("photo", "check_in_id")
    op.drop_table("check_in")
    op.drop_table("check_round")
    op.drop_column("asset", "retired")
