"""Bulletins of the grid office, and who of the staff read them."""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.create_table(
        "bulletin",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("audience", sa.Text, nullable=False),
        sa.Column("roles", ARRAY(sa.Text), nullable=False, server_default="{}"),
        sa.Column("area_id", sa.BigInteger, sa.ForeignKey("area.id"), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("wants_receipt", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("shown_from", MOMENT, nullable=False),
        sa.Column("shown_until", MOMENT),
        sa.Column("standing", sa.Text, nullable=False, server_default="draft"),
        sa.Column("person_id", sa.BigInteger, sa.ForeignKey("person.id")),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("published_at", MOMENT),
        sa.Column("withdrawn_at", MOMENT),
        sa.CheckConstraint("kind IN ('policy', 'information')", name="kind"),
        sa.CheckConstraint("audience IN ('public', 'staff')", name="audience"),
        sa.CheckConstraint("standing IN ('draft', 'published', 'withdrawn')", name="standing"),
        sa.CheckConstraint("shown_until > shown_from", name="shown"),
        sa.CheckConstraint(
            "standing <> 'published' OR published_at IS NOT NULL", name="published"
        ),
        sa.CheckConstraint("audience = 'staff' OR NOT wants_receipt", name="receipt"),
    )
    op.create_index("bulletin_area_id_idx", "bulletin", ["area_id"])
    op.create_index(
        "bulletin_shown_idx",
        "bulletin",
        ["audience", "shown_from"],
        postgresql_where=sa.text("standing = 'published'"),
    )
    op.create_table(
        "bulletin_receipt",
        sa.Column(
            "bulletin_id", sa.BigInteger, sa.ForeignKey("bulletin.id"), primary_key=True
        ),
        sa.Column("person_id", sa.BigInteger, sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("read_at", MOMENT, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("bulletin_receipt")
    op.drop_table("bulletin")
