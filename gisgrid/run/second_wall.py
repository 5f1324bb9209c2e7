"""Does PostgreSQL hold requests to their scope, and cheaply? What is missing, in sentences."""

from collections.abc import Iterator

import psycopg
from psycopg.rows import scalar_row

CRACKS = {
    """SELECT to_regrole('gisgrid_system') IS NOT NULL
              AND pg_has_role(session_user, 'gisgrid_system', 'MEMBER')""": (
        "没有 gisgrid_system 角色或本账户不属于它，行级安全未启用 · no second wall: as a superuser "
        "CREATE ROLE gisgrid_system NOLOGIN; ALTER ROLE gisgrid_app NOINHERIT; "
        "GRANT gisgrid_system TO gisgrid_app; then gisgrid migrate"
    ),
    """SELECT to_regrole('gisgrid_system') IS NULL
              OR NOT pg_has_role(session_user, 'gisgrid_system', 'USAGE')""": (
        "本账户自动继承 gisgrid_system 的权限，行级安全不起作用 · the second wall is open: "
        "ALTER ROLE gisgrid_app NOINHERIT (PostgreSQL 16+: GRANT gisgrid_system TO gisgrid_app "
        "WITH INHERIT FALSE)"
    ),
    """SELECT NOT EXISTS (SELECT FROM pg_class WHERE relname = 'case_file'
              AND relnamespace = 'public'::regnamespace
              AND pg_has_role(session_user, relowner, 'USAGE'))""": (
        "本账户拥有数据表，行级安全对它不起作用 · the program's role owns the tables, which no row "
        "policy stops: give GISGRID_DATABASE_URL gisgrid_app's, GISGRID_OWNER_URL the owner's"
    ),
    """SELECT bool_and(relrowsecurity) IS NOT FALSE FROM pg_class
        WHERE relname = 'case_file' AND relnamespace = 'public'::regnamespace""": (
        "案件表未启用行级安全 · no row policies yet: run gisgrid migrate"
    ),
    """SELECT count(*) = 2 FROM pg_proc WHERE proleakproof AND oid IN (
          to_regprocedure('geometry_overlaps(geometry, geometry)'),
          to_regprocedure('pg_catalog.arrayoverlap(anyarray, anyarray)'))""": (
        "两个函数不是 LEAKPROOF，地图会慢 · maps are slow behind the second wall: "
        "as a superuser ALTER FUNCTION geometry_overlaps(geometry, geometry) LEAKPROOF; "
        "ALTER FUNCTION pg_catalog.arrayoverlap(anyarray, anyarray) LEAKPROOF"
    ),
}
"""What must be so, and what to do when it is not."""


def cracks(connection: psycopg.Connection) -> Iterator[str]:
    """Yield what is wrong with the second wall, as the program's own role sees it."""
    with connection.cursor(row_factory=scalar_row) as cursor:
        for asked, mend in CRACKS.items():
            if not cursor.execute(asked.encode()).fetchone():
                yield mend
