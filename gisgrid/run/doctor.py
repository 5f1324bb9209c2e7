"""`python -m gisgrid.run.doctor`: is everything there that `gisgrid run` needs from outside?"""

import sys

from gisgrid.kernel.settings import settings
from gisgrid.run.needs import NotReady, server_tools, version


def examine() -> int:
    """Say which database would be used; 1 and one line on what to do when there is none."""
    if settings().database_url:
        print("database: the one that GISGRID_DATABASE_URL names")  # noqa: T201
        return 0
    try:
        tools = server_tools()
    except NotReady as missing:
        print(missing, file=sys.stderr)  # noqa: T201
        return 1
    print(f"database: a private PostgreSQL {version(tools)} with PostGIS ({tools})")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(examine())
