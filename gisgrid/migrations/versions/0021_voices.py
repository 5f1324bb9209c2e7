"""Voice notes beside their waveforms: one more rendition of a photo."""
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None
CONTRACT = "The constraint is only made wider: whatever an older program writes still fits it."

KNOWN = "rendition IN ('photo', 'thumbnail', 'redacted', 'redacted_thumbnail', 'video')"
ALL = "rendition IN ('photo', 'thumbnail', 'redacted', 'redacted_thumbnail', 'video', 'voice')"


def upgrade() -> None:
    op.drop_constraint(op.f("photo_file_rendition_check"), "photo_file")
    op.create_check_constraint(op.f("photo_file_rendition_check"), "photo_file", ALL)


def downgrade() -> None:
    op.execute("DELETE FROM photo_file WHERE rendition = 'voice'")
    op.drop_constraint(op.f("photo_file_rendition_check"), "photo_file")
    op.create_check_constraint(op.f("photo_file_rendition_check"), "photo_file", KNOWN)
