"""The functions that cut tiles: code in the database, rebuilt as a whole by `gisgrid migrate`."""

from pathlib import Path

from sqlalchemy import Connection, insert, text

from gisgrid.kernel.folders import folder
from gisgrid.kernel.rows import SYSTEM
from gisgrid.kernel.settings import settings
from gisgrid.maps.catalogue import catalogue, layer_files, read_layers
from gisgrid.maps.checking import Fault, faults_in, refuse_faults
from gisgrid.maps.queries import INSTALLS
from gisgrid.maps.tables import LayerChange

SCHEMA = "map"
ROLES = ("gisgrid_app", SYSTEM)
HAS_ROLE = text("SELECT 1 FROM pg_roles WHERE rolname = :role")
IS_WATCHED = text("""
    SELECT 1 FROM pg_trigger WHERE tgname = 'note_change' AND tgrelid = CAST(:source AS regclass)
""")
COUNT_INSTALL = insert(LayerChange).values(source=INSTALLS, changes=1)
GRANTS = (
    f"GRANT USAGE ON SCHEMA {SCHEMA} TO ",
    f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {SCHEMA} TO ",
)


def install_functions(connection: Connection) -> None:
    """Rebuild the schema `map` from tiles/*.sql, in the caller's transaction.

    It is dropped first, because CREATE OR REPLACE refuses a changed list of columns; readers
    see the old functions until the commit, and web processes read the layers' files anew after it.
    """
    connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
    connection.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
    own = settings().layers
    refuse_faults(own_faults(own) if own else [])
    for path in function_files(own):
        connection.exec_driver_sql(path.read_text(encoding="utf-8").replace("%", "%%"))
    allow(connection)
    watch(connection)
    connection.execute(COUNT_INSTALL)


def function_files(own: Path | None = None) -> list[Path]:
    """List the files of functions, in the order of their names; those of an own folder last."""
    return sorted(folder("tiles").glob("*.sql")) + (sorted(own.glob("*.sql")) if own else [])


def own_faults(own: Path) -> list[Fault]:
    """Return what is wrong with the layers and functions of a folder of the operator's own."""
    if not own.is_dir():
        return [Fault(str(own), "there is no such folder")]
    layers, unread = read_layers(layer_files(own))
    taken = {path.stem for path in function_files()}
    files = sorted(own.glob("*.sql"))
    ours = [one for one in layers if (own / f"{one.id}.yaml").is_file()]
    found = [Fault(*line.split(": ", 1)) for line in unread]
    found += [
        Fault(path.name, "there is such a function already") for path in files if path.stem in taken
    ]
    found += [
        Fault(f"{one.id}.yaml", "bundle is for the borders of an edition alone")
        for one in ours
        if one.bundle
    ]
    return found + faults_in(ours, files)


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
