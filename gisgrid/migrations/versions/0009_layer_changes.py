"""How often each table that the map shows has changed: what tiles are kept by."""
import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "layer_change",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("slot", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("changes", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    op.execute("DROP FUNCTION IF EXISTS note_change() CASCADE")
    op.drop_table("layer_change")
