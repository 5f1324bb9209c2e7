"""Cases and assets are found by a part of their words, and cases by the end of their number."""
from alembic import op

from gisgrid.migrations.steps import run

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run(op.get_bind(), "0022_words")


def downgrade() -> None:
    op.execute("DROP INDEX asset_words_idx, case_file_words_idx")
    op.execute("DROP FUNCTION asset_words, case_words, word_pairs")
