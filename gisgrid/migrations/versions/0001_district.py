"""The district: identity, notices, grid, assets, duties, cases, dispatch, and the queue."""
from importlib.resources import files

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

PARTS = ("tables", "months", "erasure", "stamps", "queue")


def upgrade() -> None:
    connection = op.get_bind()
    for part in PARTS:
        source = files("gisgrid.migrations").joinpath("sql", f"0001_{part}.sql")
        connection.exec_driver_sql(source.read_text("utf-8").replace("%", "%%"))


def downgrade() -> None:
    raise NotImplementedError("The first migration is undone by dropping the database.")
