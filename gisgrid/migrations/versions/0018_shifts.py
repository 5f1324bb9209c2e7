"""Handovers between the shifts of a dispatch centre."""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

MOMENT = TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.create_table(
        "shift_handover",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("station_id", sa.BigInteger, sa.ForeignKey("station.id"), nullable=False),
        sa.Column("person_id", sa.BigInteger, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=False),
        sa.Column("summary", JSONB, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("taken_by", sa.BigInteger, sa.ForeignKey("person.id")),
        sa.Column("taken_at", MOMENT),
        sa.CheckConstraint("ended_at >= began_at", name="forward"),
        sa.CheckConstraint("(taken_by IS NULL) = (taken_at IS NULL)", name="taken"),
    )
    op.create_index("shift_handover_station_idx", "shift_handover", ["station_id", "id"])
    op.create_index(
        "shift_handover_one_open_idx",
        "shift_handover",
        ["station_id"],
        unique=True,
        postgresql_where=sa.text("taken_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("shift_handover")
