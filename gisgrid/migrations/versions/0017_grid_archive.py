"""All boundary tiles of an edition as one file, for download and for places without a network."""
import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "grid_archive",
        sa.Column(
            "edition_id",
            sa.BigInteger,
            sa.ForeignKey("edition.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("pmtiles", sa.LargeBinary, nullable=False),
    )
    # Its tiles are compressed already, and a part of it is read without the rest.
    op.execute("ALTER TABLE grid_archive ALTER COLUMN pmtiles SET STORAGE EXTERNAL")


def downgrade() -> None:
    op.drop_table("grid_archive")
