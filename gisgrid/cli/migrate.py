"""`gisgrid migrate`: the shape of the database."""

from gisgrid.cli.database import reached
from gisgrid.migrations.steps import migrate


def command() -> None:
    """Bring the database to this version's shape; safe to run again."""
    with reached(make=True) as given:
        migrate(given)
