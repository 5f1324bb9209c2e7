"""What machines say again is counted beside the case, in a row that is rewritten in place."""
import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_repeat",
        sa.Column("case_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("count", sa.Integer, nullable=False),
        postgresql_with={"fillfactor": 50},
    )


def downgrade() -> None:
    op.execute(
        "UPDATE case_file AS c SET repeat_count = c.repeat_count + told.count"
        " FROM case_repeat AS told WHERE told.case_id = c.id"
    )
    op.drop_table("case_repeat")
