"""Where a database of the private cluster is, for each of its roles."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from gisgrid.run import roles
from gisgrid.run.secrets import Secrets


@dataclass(frozen=True)
class Urls:
    """Where one database is: for the app, for migrations, and for the superuser."""

    app: str
    owner: str
    superuser: str


def urls_of(database: str, socket: Path, secrets: Secrets) -> Urls:
    """Return the addresses of one database behind a socket."""
    return Urls(
        app=_url(roles.APP, secrets.app, database, socket),
        owner=_url(roles.OWNER, secrets.owner, database, socket),
        superuser=_url("postgres", secrets.superuser, database, socket),
    )


def _url(role: str, password: str, database: str, socket: Path) -> str:
    where = quote(str(socket), safe="")
    return f"postgresql+psycopg://{role}:{quote(password)}@/{database}?host={where}"
