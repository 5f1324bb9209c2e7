"""A new case costs less to be found by its words and its number."""
from alembic import op

from gisgrid.migrations.steps import run

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run(op.get_bind(), "0029_words")


def downgrade() -> None:
    op.execute("DROP INDEX asset_words_idx, case_file_words_idx")
    op.execute("DROP FUNCTION asset_words, case_words, word_pairs")
    run(op.get_bind(), "0022_words")
