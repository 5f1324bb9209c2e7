"""Count wrong passwords by login and by address, and let people know their sessions again."""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None
CONTRACT = "The older program counts failures in account.failed_count: stop it before migrating."

MOMENT = TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.create_table(
        "failed_sign_in",
        sa.Column("subject", sa.LargeBinary, primary_key=True),
        sa.Column("failed", sa.Integer, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("blocked_until", MOMENT),
    )
    op.create_index("failed_sign_in_last_at_idx", "failed_sign_in", ["last_at"])
    op.drop_column("account", "failed_count")
    op.drop_column("account", "locked_until")
    op.add_column("session", sa.Column("id", sa.BigInteger, sa.Identity(), nullable=False))
    op.create_unique_constraint("session_id_key", "session", ["id"])
    op.add_column("session", sa.Column("agent", sa.Text))


def downgrade() -> None:
    raise NotImplementedError("Restore a backup: what was counted differently cannot be put back.")
