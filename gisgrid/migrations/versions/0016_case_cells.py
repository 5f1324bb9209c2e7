"""How many cases lie in each hexagon (H3), counted as they are written, and the hexagons' shapes."""
import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects.postgresql import ARRAY

from gisgrid.migrations.steps import run

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

COUNT_AGAIN = """
    INSERT INTO case_cell (cell, path, closed_on, cases)
    SELECT h3, path_today, coalesce((closed_at AT TIME ZONE 'UTC')::date, 'infinity'), count(*)
    FROM case_file
    WHERE h3 IS NOT NULL AND status NOT IN ('merged', 'not_filed', 'archived')
    GROUP BY 1, 2, 3
"""
ALL_WANTED = """
    INSERT INTO cell_wanted (cell, point)
    SELECT h3, (array_agg(point))[1] FROM case_file WHERE h3 IS NOT NULL GROUP BY h3
"""


def upgrade() -> None:
    op.create_table(
        "case_cell",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("cell", sa.BigInteger, nullable=False),
        sa.Column("path", ARRAY(sa.BigInteger), nullable=False),
        sa.Column("closed_on", sa.Date, nullable=False),
        sa.Column("cases", sa.Integer, nullable=False),
    )
    op.create_index("case_cell_cell_idx", "case_cell", ["cell"])
    op.create_table(
        "cell_shape",
        sa.Column("cell", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("resolution", sa.SmallInteger, nullable=False),
        sa.Column("geom", Geometry("POLYGON", srid=3857, spatial_index=False), nullable=False),
    )
    op.create_index("idx_cell_shape_geom", "cell_shape", ["geom"], postgresql_using="gist")
    op.create_table(
        "cell_wanted",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("cell", sa.BigInteger, nullable=False),
        sa.Column("point", Geometry("POINT", srid=4326, spatial_index=False), nullable=False),
    )
    # Nothing may be written between the count and the triggers that go on counting.
    op.execute("LOCK TABLE case_file IN SHARE ROW EXCLUSIVE MODE")
    run(op.get_bind(), "cells")
    op.execute(COUNT_AGAIN)
    op.execute(ALL_WANTED)


def downgrade() -> None:
    op.execute("DROP FUNCTION IF EXISTS count_new_cases() CASCADE")
    op.execute("DROP FUNCTION IF EXISTS count_changed_cases() CASCADE")
    op.execute("DROP FUNCTION IF EXISTS count_gone_cases() CASCADE")
    for table in ("cell_wanted", "cell_shape", "case_cell"):
        op.drop_table(table)
