"""A test server that is not ours: TEST_DATABASE_URL names it, as a superuser."""

from dataclasses import dataclass

import psycopg
from sqlalchemy import make_url

from gisgrid.kernel.jobs import psycopg_address
from gisgrid.run import Urls, roles
from gisgrid.run.secrets import Secrets

SECRETS = Secrets(superuser="", owner="only-for-tests", app="only-for-tests", signing="")


@dataclass(frozen=True)
class Elsewhere:
    """Any PostgreSQL with PostGIS on which we are superuser."""

    url: str

    def admin(self, database: str = "postgres") -> psycopg.Connection:
        """Open a superuser's connection that commits every statement."""
        return psycopg.connect(psycopg_address(self.urls(database).superuser), autocommit=True)

    def urls(self, database: str) -> Urls:
        """Return the addresses of one database, with the roles' test passwords."""
        here = make_url(self.url).set(database=database, drivername="postgresql+psycopg")
        app = here.set(username=roles.APP, password=SECRETS.app)
        owner = here.set(username=roles.OWNER, password=SECRETS.owner)
        shown = [one.render_as_string(hide_password=False) for one in (app, owner, here)]
        return Urls(*shown)

    def ensure_roles(self) -> None:
        """Create the roles that are missing."""
        with self.admin() as admin:
            roles.ensure_roles(admin, SECRETS)
