"""An opinion on a slip may be spoken."""
import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("slip_recipient", sa.Column("opinion_voice", sa.Text))


def downgrade() -> None:
    op.drop_column("slip_recipient", "opinion_voice")
