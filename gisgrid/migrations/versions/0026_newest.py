"""Cases are listed newest first without sorting all of them."""
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("case_file_received_idx", "case_file", ["received_at", "id"])


def downgrade() -> None:
    op.drop_index("case_file_received_idx", "case_file")
