"""What `gisgrid migrate` does: tables, the queue, grants, and the functions of the map layers."""

from importlib.resources import files
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from gisgrid.kernel.rows import LEAKPROOF, SYSTEM
from gisgrid.kernel.settings import Settings
from gisgrid.maps import install_functions

APP_ROLE = "gisgrid_app"
IS_SUPERUSER = text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
HAS_ROLE = text("SELECT 1 FROM pg_roles WHERE rolname = :role")
MONTHS = text("SELECT ensure_months(current_date, (current_date + interval '3 months')::date)")


def config_of(url: str) -> Config:
    """Point Alembic at our folder and one database, without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def migrate(settings: Settings) -> None:
    """Bring the database to this version's shape; safe to run again."""
    url = settings.migrations_url
    command.upgrade(config_of(url), "head")
    with create_engine(url, poolclass=NullPool).begin() as connection:
        refresh(connection)


def refresh(connection: Connection) -> None:
    """Rebuild what is code in the database, the map's functions among it, and grants and policies.

    Without the system's role there are no policies: nobody would pass them.
    """
    run(connection, "months")
    connection.execute(MONTHS)
    for name in ("scope", "units", "changes", "cells", "live"):
        run(connection, name)
    install_functions(connection)
    roles = [one for one in (APP_ROLE, SYSTEM) if connection.scalar(HAS_ROLE, {"role": one})]
    for role in roles:
        run(connection, "grants", role)
    make_leakproof(connection)
    if len(roles) == 2:
        run(connection, "rows")


def make_leakproof(connection: Connection) -> None:
    """Let row policies leave the indexes in use, where whoever migrates may say so of functions."""
    if connection.scalar(IS_SUPERUSER):
        for order in LEAKPROOF:
            connection.exec_driver_sql(order)


def run(connection: Connection, name: str, role: str = APP_ROLE) -> None:
    """Run one of our SQL files; the role that it is about may be another than the app's."""
    statements = sql(name).replace("%", "%%").replace(APP_ROLE, role)
    connection.exec_driver_sql(statements)


def sql(name: str) -> str:
    """Return one of our SQL files."""
    return files("gisgrid.migrations").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
