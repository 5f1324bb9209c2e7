"""Databases for tests: a migrated template, cloned for each test process in 0.2 s."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import psycopg
from sqlalchemy import text

from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.kernel.settings import Settings
from gisgrid.run import Cluster, Urls, home, roles
from gisgrid.run.databases import Fill, Server, make_database
from gisgrid.run.locks import alone, only_one, share
from gisgrid.run.tuning import CARELESS
from tests.elsewhere import Elsewhere

ROOT = Path(__file__).parents[1]
SHAPE = (
    "gisgrid/*/tables.py",
    "gisgrid/*/tables/*.py",
    "gisgrid/migrations/**/*.py",
    "gisgrid/migrations/**/*.sql",
    "tiles/**/*.sql",
)
CONTENT = (
    "gisgrid/demo/load.py",
    "gisgrid/identity/*.py",
    "gisgrid/dispatch/**/*calendar*.py",
    "gisgrid/grid/**/*.py",
    "gisgrid/assets/**/*.py",
    "gisgrid/duties/**/*.py",
    "gisgrid/maps/*.py",
    "data/zhongzhan/**/*",
    "data/classbook/**/*",
)
KEPT_TEMPLATES = 4


@dataclass(frozen=True)
class Template:
    """A database to copy: named by the files that decide what is in it."""

    name: str
    files: tuple[str, ...]
    fill: Fill

    @cached_property
    def database(self) -> str:
        """Return its name, which changes with its files."""
        return f"template_{self.name}_{fingerprint(self.files)}"


@dataclass(frozen=True)
class Databases:
    """The test server and the templates on it."""

    server: Server
    lock: Path

    def clone(self, name: str, template: Template) -> Urls:
        """Copy a template (built when missing) under a new name."""
        with only_one(self.lock), self.server.admin() as admin:
            self._build(admin, template)
            roles.create_database(admin, name, template.database)
        return self.server.urls(name)

    def drop(self, name: str) -> None:
        """Drop a clone."""
        with self.server.admin() as admin:
            roles.drop_database(admin, name)

    def _build(self, admin: psycopg.Connection, template: Template) -> None:
        if roles.has_database(admin, template.database):
            return
        for old in named(admin, f"template_{template.name}_")[KEPT_TEMPLATES - 1 :]:
            roles.drop_database(admin, old)
        make_database(self.server, template.database, template.fill)


def build(urls: Urls) -> None:
    """Migrate a database as its owner would."""
    steps = import_module("gisgrid.migrations.steps")
    steps.migrate(Settings(database_url=urls.app, owner_url=urls.owner))


def build_district(urls: Urls) -> None:
    """Migrate a database and load the demo district as `gisgrid demo` does, its tiles baked."""
    build(urls)
    import_module("gisgrid.reactions").install()
    engine = engine_of(urls.app)
    with sessions_of(engine).begin() as tx:
        import_module("gisgrid.demo.load").load_district(tx)
        edition = import_module("gisgrid.grid").current_edition(tx)
        import_module("gisgrid.maps.jobs").bake_edition(tx, edition.id)
        tx.execute(text("DELETE FROM procrastinate_jobs"))
    engine.dispose()


empty_template = Template("empty", SHAPE, build)
district_template = Template("district", SHAPE + CONTENT, build_district)


def fingerprint(patterns: tuple[str, ...]) -> str:
    """Return a short digest of files and of the queue's version."""
    digest = hashlib.sha256(version("procrastinate").encode())
    found = {path for one in patterns for path in ROOT.glob(one) if path.is_file()}
    for path in sorted(path for path in found if path.suffix != ".pyc"):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def named(admin: psycopg.Connection, prefix: str) -> list[str]:
    """List the databases whose name begins so, newest first."""
    rows = admin.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid DESC",
        [prefix],
    )
    return [name for (name,) in rows]


@contextmanager
def on_test_server() -> Iterator[Databases]:
    """Use the server that TEST_DATABASE_URL names, or a private one."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        elsewhere = Elsewhere(given)
        elsewhere.ensure_roles()
        yield Databases(elsewhere, Path(tempfile.gettempdir()) / "gisgrid-test.lock")
    else:
        with joined(Cluster(home(ROOT / ".gisgrid" / "test"), CARELESS)) as cluster:
            yield Databases(cluster, cluster.folder / "templates.lock")


@contextmanager
def joined(cluster: Cluster) -> Iterator[Cluster]:
    """Start the private test server or join its users; the last one to leave stops it."""
    cluster.folder.mkdir(parents=True, exist_ok=True)
    gate, users = cluster.folder / "gate.lock", cluster.folder / "users.lock"
    with only_one(gate):
        cluster.ensure()
        with alone(users) as first:
            if first:
                sweep(cluster)
        mine = share(users)
    try:
        yield cluster
    finally:
        mine.close()
        with only_one(gate), alone(users) as last:
            if last:
                cluster.stop()


def sweep(cluster: Cluster) -> None:
    """Drop what killed runs left behind."""
    with cluster.admin() as admin:
        for name in named(admin, "test_"):
            roles.drop_database(admin, name)
