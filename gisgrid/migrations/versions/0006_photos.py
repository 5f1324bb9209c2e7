"""Photos: what is known of each, its files by digest, and who redacted or opened an original."""
from importlib.resources import files

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    source = files("gisgrid.migrations").joinpath("sql", "0006_photos.sql")
    op.get_bind().exec_driver_sql(source.read_text("utf-8"))


def downgrade() -> None:
    for table in ("photo_log", "photo_file", "photo"):
        op.drop_table(table)
