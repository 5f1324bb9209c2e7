"""What the programs stand on: the database that was given, or a private one that is kept up."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gisgrid.kernel.settings import Settings
from gisgrid.run import roles
from gisgrid.run.cluster import DATABASE, Cluster
from gisgrid.run.programs import say

PROJECT = Path(__file__).parents[2]
CODE = ("gisgrid", "tiles", "data")
SUFFIXES = frozenset({".py", ".sql", ".csv", ".yaml", ".json", ".geojson"})


@dataclass(frozen=True)
class Ground:
    """The environment that names the database, and the server behind it when it is ours."""

    env: Mapping[str, str]
    cluster: Cluster | None = None

    def tend(self) -> None:
        """Start a private server again when it died; a given one is its operator's care."""
        if self.cluster is not None:
            self.cluster.start()

    def is_prepared(self, mark: str) -> bool:
        """Tell whether this very code has prepared the private database before."""
        if self.cluster is None:
            return False
        with self.cluster.admin() as admin:
            return roles.note_of(admin, DATABASE) == mark

    def remember(self, mark: str) -> None:
        """Note in the private database which code has prepared it."""
        if self.cluster is not None:
            with self.cluster.admin() as admin:
                roles.note(admin, DATABASE, mark)


@contextmanager
def ground(settings: Settings, place: Path) -> Iterator[Ground]:
    """Give what the programs stand on; a private server is stopped in the end."""
    ours = {**os.environ, "GISGRID_HOME": str(place), "GISGRID_DEMO": str(settings.demo).lower()}
    if settings.database_url:
        yield Ground(ours)
        return
    cluster = Cluster(place)
    say("run", f"private database in {place}")
    urls = cluster.ensure()
    try:
        where = {"GISGRID_DATABASE_URL": urls.app, "GISGRID_OWNER_URL": urls.owner}
        signing = settings.secret.get_secret_value() or cluster.secrets.signing
        yield Ground({**ours, **where, "GISGRID_SECRET": signing}, cluster)
    finally:
        cluster.stop()


def code_mark(*orders: str) -> str:
    """Return a mark of our code and files, and of what is done with them; any change changes it."""
    digest = hashlib.sha256("\n".join(orders).encode())
    for path in sorted(path for name in CODE for path in (PROJECT / name).rglob("*")):
        if path.suffix in SUFFIXES:
            stat = path.stat()
            digest.update(f"{path}|{stat.st_size}|{stat.st_mtime_ns}".encode())
    return digest.hexdigest()
