"""Codes by text message and short sessions of citizens without an account."""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.create_table(
        "citizen_code",
        sa.Column("phone_index", sa.LargeBinary, primary_key=True),
        sa.Column("id", sa.BigInteger, sa.Identity(), nullable=False, unique=True),
        sa.Column("code_digest", sa.LargeBinary),
        sa.Column("letter_sealed", sa.LargeBinary),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("wrong", sa.Integer, nullable=False, server_default="0"),
        sa.Column("sent_at", MOMENT),
        sa.Column("day_began", MOMENT, nullable=False),
        sa.Column("sent_that_day", sa.Integer, nullable=False, server_default="0"),
    )
    op.create_index("citizen_code_day_began_idx", "citizen_code", ["day_began"])
    op.create_table(
        "citizen_session",
        sa.Column("token_hash", sa.LargeBinary, primary_key=True),
        sa.Column("phone_sealed", sa.LargeBinary, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
    )
    op.create_index("citizen_session_expires_at_idx", "citizen_session", ["expires_at"])


def downgrade() -> None:
    op.drop_table("citizen_session")
    op.drop_table("citizen_code")
