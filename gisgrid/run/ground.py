"""What the programs stand on: the database that was given, or a private one that is kept up."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from gisgrid.files import Store, store_of
from gisgrid.kernel.settings import Settings
from gisgrid.run import roles
from gisgrid.run.addresses import Urls
from gisgrid.run.cluster import DATABASE, Cluster
from gisgrid.run.homes import home
from gisgrid.run.needs import NotReady
from gisgrid.run.programs import say

PROJECT = Path(__file__).parents[2]
CODE = ("gisgrid", "tiles", "data")
URL, OWNER_URL, HOME = "GISGRID_DATABASE_URL", "GISGRID_OWNER_URL", "GISGRID_HOME"
NO_DATABASE = (
    "there is no database yet: `make run` (or `gisgrid migrate`) makes a private one, "
    "or name yours in GISGRID_DATABASE_URL"
)
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
    ours = {**os.environ, HOME: str(place), "GISGRID_DEMO": str(settings.demo).lower()}
    if settings.database_url:
        yield Ground(ours)
        return
    cluster = Cluster(place)
    say("run", f"private database in {place}")
    urls = cluster.ensure()
    try:
        yield Ground({**ours, **private(settings, cluster, urls)}, cluster)
    finally:
        cluster.stop()


def private(settings: Settings, cluster: Cluster, urls: Urls) -> dict[str, str]:
    """Return the environment that leads a program to our own database and its secrets."""
    signing = settings.secret.get_secret_value() or cluster.secrets.signing
    place = str(cluster.folder)
    return {URL: urls.app, OWNER_URL: urls.owner, HOME: place, "GISGRID_SECRET": signing}


@dataclass(frozen=True)
class Standing:
    """A database as its owner reaches it, and where its files lie."""

    settings: Settings
    owner_url: str
    env: Mapping[str, str] = field(default_factory=dict)
    """What a private database adds to the environment; nothing for a given one."""

    @property
    def files(self) -> Store:
        """Return where the files lie; a folder of our own is made."""
        return store_of(self.settings)


@contextmanager
def standing(settings: Settings, *, make: bool = True) -> Iterator[Standing]:
    """Give the given database, or the private one: started for the time when nobody runs it.

    Raises:
        NotReady: there is no private one, and it is not to be made.
    """
    place = home(PROJECT, settings.home)
    if settings.database_url:
        at_home = settings.model_copy(update={"home": place})
        yield Standing(at_home, settings.migrations_url)
        return
    cluster = Cluster(place)
    if not make and not cluster.data.exists():
        raise NotReady(NO_DATABASE)
    is_ours = not cluster.is_running()
    env = private(settings, cluster, cluster.ensure())
    try:
        own = {"database_url": env[URL], "owner_url": env[OWNER_URL], "home": place}
        given = settings.model_copy(update=own)
        yield Standing(given, given.owner_url, env)
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
