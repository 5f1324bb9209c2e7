"""Subjects of the city's single sign-on, and sessions that it opened."""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sso_subject",
        sa.Column("issuer", sa.Text, primary_key=True),
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("person_id", sa.BigInteger, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("bound_at", TIMESTAMP(timezone=True), nullable=False),
        sa.UniqueConstraint("issuer", "person_id"),
    )
    op.create_index("sso_subject_person_id_idx", "sso_subject", ["person_id"])
    op.add_column(
        "session", sa.Column("by_sso", sa.Boolean, nullable=False, server_default="false")
    )


def downgrade() -> None:
    op.drop_column("session", "by_sso")
    op.drop_table("sso_subject")
