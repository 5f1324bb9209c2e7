"""`gisgrid doctor`: is everything there that `gisgrid run` needs from outside?"""

import sys

import psycopg

from gisgrid.kernel.jobs import psycopg_address
from gisgrid.kernel.settings import settings
from gisgrid.run.needs import NotReady, server_tools, version
from gisgrid.run.second_wall import cracks


def examine() -> int:
    """Say which database would be used; 1 and one line on what to do when there is none.

    Of one that is not our own, also what its second wall lacks.
    """
    if settings().database_url:
        return examine_database(settings().database_url)
    try:
        tools = server_tools()
    except NotReady as missing:
        print(missing, file=sys.stderr)  # noqa: T201
        return 1
    print(f"database: a private PostgreSQL {version(tools)} with PostGIS ({tools})")  # noqa: T201
    return 0


def examine_database(url: str) -> int:
    """Say what somebody else's database lacks; 1 when it does not answer."""
    print("database: the one that GISGRID_DATABASE_URL names")  # noqa: T201
    try:
        with psycopg.connect(psycopg_address(url), connect_timeout=5) as connection:
            for crack in cracks(connection):
                print(f"warning: {crack}", file=sys.stderr)  # noqa: T201
    except psycopg.OperationalError as gone:
        print(f"it does not answer: {str(gone).splitlines()[0]}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(examine())
