"""The district: identity, notices, grid, assets, duties, cases, dispatch, and the queue."""
from importlib.resources import files

from alembic import op
from procrastinate.schema import SchemaManager

from gisgrid.kernel.db import Table

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    Table.metadata.create_all(connection)
    connection.exec_driver_sql(files("gisgrid.kernel").joinpath("sql", "partitions.sql").read_text("utf-8").replace("%", "%%"))
    connection.exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))


def downgrade() -> None:
    raise NotImplementedError("The first migration is undone by dropping the database.")
