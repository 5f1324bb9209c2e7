"""Who may do what in our databases: one role owns, one works for a scope, one for the system."""

import psycopg
from psycopg.sql import SQL, Identifier, Literal

from gisgrid.kernel.rows import LEAKPROOF, SYSTEM
from gisgrid.run.secrets import Secrets

OWNER = "gisgrid_owner"
APP = "gisgrid_app"
EXTENSIONS = ("postgis", "pg_trgm", "btree_gist")

RIGHTS = """
    ALTER SCHEMA public OWNER TO gisgrid_owner;
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    GRANT USAGE ON SCHEMA public TO gisgrid_app, gisgrid_system;
    ALTER DEFAULT PRIVILEGES FOR ROLE gisgrid_owner
        GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO gisgrid_app, gisgrid_system;
    ALTER DEFAULT PRIVILEGES FOR ROLE gisgrid_owner
        GRANT USAGE, SELECT ON SEQUENCES TO gisgrid_app, gisgrid_system;
    ALTER DEFAULT PRIVILEGES FOR ROLE gisgrid_owner
        GRANT EXECUTE ON FUNCTIONS TO gisgrid_app, gisgrid_system;
    ALTER DEFAULT PRIVILEGES FOR ROLE gisgrid_owner
        GRANT USAGE ON SCHEMAS TO gisgrid_app, gisgrid_system;
"""
# Whoever becomes the system says so: the app's role never has its rights by itself.
SYSTEM_OF_APP = (
    "CREATE ROLE gisgrid_system NOLOGIN",
    "ALTER ROLE gisgrid_app NOINHERIT",
    "GRANT gisgrid_system TO gisgrid_app",
)


def ensure_roles(admin: psycopg.Connection, secrets: Secrets) -> None:
    """Create the roles that are missing."""
    known = {name for (name,) in admin.execute("SELECT rolname FROM pg_roles")}
    for role, password in ((OWNER, secrets.owner), (APP, secrets.app)):
        if role not in known:
            order = SQL("CREATE ROLE {} LOGIN PASSWORD {}")
            admin.execute(order.format(Identifier(role), Literal(password)))
    if SYSTEM not in known:
        for line in SYSTEM_OF_APP:
            admin.execute(line)


def has_database(admin: psycopg.Connection, name: str) -> bool:
    """Tell whether a database of that name is there."""
    return bool(admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone())


def create_database(admin: psycopg.Connection, name: str, template: str = "template0") -> None:
    """Create a database of the owner's anew, as a copy of a template."""
    drop_database(admin, name)
    order = SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}")
    admin.execute(order.format(Identifier(name), Identifier(OWNER), Identifier(template)))


def drop_database(admin: psycopg.Connection, name: str) -> None:
    """Drop a database and end whoever is in it."""
    admin.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))


def rename_database(admin: psycopg.Connection, name: str, wanted: str) -> None:
    """Rename a database that nobody is in."""
    order = SQL("ALTER DATABASE {} RENAME TO {}")
    admin.execute(order.format(Identifier(name), Identifier(wanted)))


def note_of(admin: psycopg.Connection, name: str) -> str | None:
    """Return what was noted about a database."""
    asked = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    row = admin.execute(asked, [name]).fetchone()
    return row[0] if row else None


def note(admin: psycopg.Connection, name: str, words: str) -> None:
    """Note something about a database; the note is lost with it, and not before."""
    order = SQL("COMMENT ON DATABASE {} IS {}")
    admin.execute(order.format(Identifier(name), Literal(words)))


def prepare_database(admin: psycopg.Connection) -> None:
    """Create the extensions and grant the rights in the connected database."""
    for name in EXTENSIONS:
        admin.execute(SQL("CREATE EXTENSION IF NOT EXISTS {}").format(Identifier(name)))
    admin.execute(RIGHTS)
    make_leakproof(admin)


def make_leakproof(admin: psycopg.Connection) -> None:
    """Let row policies leave the indexes in use: what a superuser alone may say of functions."""
    for order in LEAKPROOF:
        admin.execute(order)
