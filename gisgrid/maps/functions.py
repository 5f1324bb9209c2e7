"""The functions that cut tiles: code in the database, rebuilt as a whole by `gisgrid migrate`."""

from pathlib import Path

from sqlalchemy import Connection, text

from gisgrid.kernel.folders import folder
from gisgrid.kernel.rows import SYSTEM
from gisgrid.maps.catalogue import catalogue

SCHEMA = "map"
ROLES = ("gisgrid_app", SYSTEM)
HAS_ROLE = text("SELECT 1 FROM pg_roles WHERE rolname = :role")
IS_WATCHED = text("""
    SELECT 1 FROM pg_trigger WHERE tgname = 'note_change' AND tgrelid = CAST(:source AS regclass)
""")
GRANTS = (
    f"GRANT USAGE ON SCHEMA {SCHEMA} TO ",
    f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {SCHEMA} TO ",
)


def install_functions(connection: Connection) -> None:
    """Rebuild the schema `map` from tiles/*.sql, in the caller's transaction.

    It is dropped first, because CREATE OR REPLACE refuses a changed list of columns; readers
    see the old functions until the commit.
    """
    connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
    connection.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
    for path in function_files():
        connection.exec_driver_sql(path.read_text(encoding="utf-8").replace("%", "%%"))
    allow(connection)
    watch(connection)


def function_files() -> list[Path]:
    """List the files of functions, in the order of their names."""
    return sorted(folder("tiles").glob("*.sql"))


def allow(connection: Connection) -> None:
    """Let the app and the system call the functions, where there are such roles."""
    for role in ROLES:
        if connection.scalar(HAS_ROLE, {"role": role}):
            for grant in GRANTS:
                connection.exec_driver_sql(grant + role)


def watch(connection: Connection) -> None:
    """Have the changes of every table counted that a layer reads, where they are not yet."""
    quote = connection.dialect.identifier_preparer.quote
    for source in sorted({one for layer in catalogue().values() for one in layer.reads}):
        if not connection.scalar(IS_WATCHED, {"source": quote(source)}):
            connection.exec_driver_sql(
                "CREATE TRIGGER note_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE"
                f" ON {quote(source)} FOR EACH STATEMENT EXECUTE FUNCTION note_change('{source}')"
            )
