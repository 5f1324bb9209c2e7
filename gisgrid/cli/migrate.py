"""`gisgrid migrate`: the shape of the database."""

from gisgrid.kernel.settings import settings
from gisgrid.migrations.steps import migrate


def command() -> None:
    """Bring the database to this version's shape; safe to run again."""
    migrate(settings())
