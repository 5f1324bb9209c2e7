"""The audit: entries and links that nobody edits, deletes or empties, not even their owner."""
from importlib.resources import files

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    source = files("gisgrid.migrations").joinpath("sql", "0007_audit.sql")
    op.get_bind().exec_driver_sql(source.read_text("utf-8").replace("%", "%%"))


def downgrade() -> None:
    raise NotImplementedError("An audit is not dropped.")
