"""The audit by months: what is kept for years is not one table."""
from importlib.resources import files

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None
CONTRACT = "The tables of the audit are rebuilt by months: stop the older program before migrating."


def upgrade() -> None:
    source = files("gisgrid.migrations").joinpath("sql", "0015_audit_months.sql")
    op.get_bind().exec_driver_sql(source.read_text("utf-8").replace("%", "%%"))


def downgrade() -> None:
    raise NotImplementedError("An audit is not dropped.")
