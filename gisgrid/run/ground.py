"""What the programs stand on: the database that was given, or a private one that is kept up."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gisgrid.files import Store, store_of
from gisgrid.kernel.settings import Settings
from gisgrid.run import roles
from gisgrid.run.cluster import DATABASE, Cluster
from gisgrid.run.homes import home
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


@dataclass(frozen=True)
class Standing:
    """A database as its owner reaches it, and where its files lie."""

    settings: Settings
    owner_url: str
    files: Store


@contextmanager
def standing(settings: Settings) -> Iterator[Standing]:
    """Give the given database, or the private one: started for the time when nobody runs it."""
    place = home(PROJECT, settings.home)
    if settings.database_url:
        at_home = settings.model_copy(update={"home": place})
        yield Standing(settings, settings.migrations_url, store_of(at_home))
        return
    cluster = Cluster(place)
    is_ours = not cluster.is_running()
    urls = cluster.ensure()
    try:
        given = settings.model_copy(
            update={"database_url": urls.app, "owner_url": urls.owner, "home": place}
        )
        yield Standing(given, urls.owner, store_of(given))
    finally:
        if is_ours:
            cluster.stop()


def code_mark(*orders: str) -> str:
    """Return a mark of our code and files, and of what is done with them; any change changes it."""
    digest = hashlib.sha256("\n".join(orders).encode())
    for path in sorted(path for name in CODE for path in (PROJECT / name).rglob("*")):
        if path.suffix in SUFFIXES:
            stat = path.stat()
            digest.update(f"{path}|{stat.st_size}|{stat.st_mtime_ns}".encode())
    return digest.hexdigest()
