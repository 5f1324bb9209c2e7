"""Keep the three administrators apart: nobody holds two of their posts at one time."""
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None
CONTRACT = "An older program that makes somebody two administrators is refused by the constraint, as it should be."

APART = """
ALTER TABLE post ADD CONSTRAINT post_administrators_apart_excl
EXCLUDE USING gist (person_id WITH =, role WITH <>, tstzrange(valid_from, valid_to) WITH &&)
WHERE (role IN ('system_admin', 'security_admin', 'audit_admin'))
"""


def upgrade() -> None:
    op.execute(APART)


def downgrade() -> None:
    op.drop_constraint("post_administrators_apart_excl", "post")
