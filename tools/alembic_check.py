"""Check that the migrations make exactly the tables that the code maps (alembic check)."""

import os
import sys

from alembic import command
from alembic.util import CommandError

from gisgrid.migrations.steps import config_of
from tests.databases import empty_template, on_test_server


def main() -> int:
    """Migrate a database of its own and compare; 1 and the differences when there are any."""
    name = f"test_{os.getpid()}_alembic"
    with on_test_server() as databases:
        urls = databases.clone(name, empty_template)
        try:
            command.check(config_of(urls.owner))
        except CommandError as difference:
            print(f"alembic check: {difference}", file=sys.stderr)  # noqa: T201
            return 1
        finally:
            databases.drop(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
