"""What `gisgrid migrate` does: tables, the queue, grants, and the functions of the map layers."""

from importlib.resources import files
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

from gisgrid.kernel.settings import Settings
from gisgrid.maps import install_functions

APP_ROLE = "gisgrid_app"
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
    """Rebuild what is code in the database: the scope of cases, the map's functions, grants."""
    connection.execute(MONTHS)
    connection.exec_driver_sql(sql("scope.sql").replace("%", "%%"))
    connection.exec_driver_sql(sql("changes.sql").replace("%", "%%"))
    install_functions(connection)
    if connection.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": APP_ROLE}):
        grant(connection)


def grant(connection: Connection) -> None:
    """Let the app's role read and write, and own nothing; history it may only append."""
    connection.exec_driver_sql(sql("grants.sql").replace("%", "%%"))


def sql(name: str) -> str:
    """Return one of our SQL files."""
    return files("gisgrid.migrations").joinpath("sql", name).read_text(encoding="utf-8")
