"""A private PostgreSQL + PostGIS cluster: no system configuration touched, no TCP, passwords."""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import psycopg

from gisgrid.kernel.jobs import psycopg_address
from gisgrid.run import roles
from gisgrid.run.account import Account, server_account
from gisgrid.run.addresses import Urls, urls_of
from gisgrid.run.databases import make_database
from gisgrid.run.homes import socket_folder
from gisgrid.run.locks import only_one, processes_in
from gisgrid.run.needs import NotReady, server_tools
from gisgrid.run.secrets import Secrets, kept_secrets
from gisgrid.run.tuning import settings_file

DATABASE = "gisgrid"
DEATH_S = 30.0


@dataclass(frozen=True)
class Cluster:
    """A server of our own in a folder of our own."""

    folder: Path
    tuning: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def tools(self) -> Path:
        """Return the folder of the server's programs."""
        return server_tools()

    @cached_property
    def account(self) -> Account:
        """Return whom the server runs as."""
        return server_account()

    @cached_property
    def secrets(self) -> Secrets:
        """Return the passwords of the roles."""
        return kept_secrets(self.folder / "secrets.json")

    @cached_property
    def socket(self) -> Path:
        """Return the folder of the server's socket."""
        return socket_folder(self.folder)

    @property
    def data(self) -> Path:
        """Return PostgreSQL's own folder."""
        return self.folder / "server" / "data"

    def urls(self, database: str = DATABASE) -> Urls:
        """Return the addresses of one of the cluster's databases."""
        return urls_of(database, self.socket, self.secrets)

    def admin(self, database: str = "postgres") -> psycopg.Connection:
        """Open a superuser's connection that commits every statement."""
        return psycopg.connect(psycopg_address(self.urls(database).superuser), autocommit=True)

    def ensure(self) -> Urls:
        """Make and start the server and its database as far as they are not; return where it is."""
        self._make_folder()
        with only_one(self.folder / "ensure.lock"):
            if not self.data.exists():
                self._initialise()
            self.start()
            with self.admin() as admin:
                roles.ensure_roles(admin, self.secrets)
            return make_database(self, DATABASE)

    def start(self) -> None:
        """Start the server unless it runs; a dead one is waited for and its locks are put away.

        Raises:
            NotReady: the server does not come up; the message ends with its last words.
        """
        if self.is_running():
            return
        self._bury()
        self._configure()
        log = self.folder / "server" / "log"
        if self._control("start", "--wait", "--timeout=60", f"--log={log}") != 0:
            raise NotReady(f"the private database did not start: {_last_words(log)}")

    def stop(self) -> None:
        """Stop the server, ending what is connected."""
        if self.is_running():
            self._control("stop", "--wait", "--mode=fast", "--timeout=60")

    def is_running(self) -> bool:
        """Tell whether the process named in the pid file is really our server."""
        pid = self._pid()
        if pid is None:
            return False
        if not Path("/proc/self").exists():
            return self._control("status") == 0
        command = Path(f"/proc/{pid}/cmdline")
        return command.exists() and os.fsencode(self.data) in command.read_bytes()

    def _bury(self) -> None:
        """Wait until nothing of a dead server remains, and put its lock files away.

        A first process that was killed leaves others that still write for a moment: beside them
        no new server may open the data. A lock names a process that may be a zombie, or another.
        """
        until = time.monotonic() + DEATH_S
        while left := processes_in(self.data):
            if time.monotonic() > until:
                raise NotReady(f"processes of the dead database do not end: {sorted(left)}")
            time.sleep(0.05)
        for lock in (self.data / "postmaster.pid", self.socket / ".s.PGSQL.5432.lock"):
            lock.unlink(missing_ok=True)

    def _pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None

    def _make_folder(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self.account.may_enter(self.folder):
            raise NotReady(
                f"the database server does not run as root, and its account cannot enter "
                f"{self.folder}: set GISGRID_HOME to a folder it may enter, e.g. /var/lib/gisgrid"
            )
        self.account.own(self.folder / "server")
        self.account.own(self.socket)

    def _initialise(self) -> None:
        """Run initdb aside and move its result in place, so that half a cluster is never used."""
        draft = self.data.with_name("data.new")
        word = self.data.with_name("word")
        self.account.run("rm", "-rf", draft)
        self._write(word, self.secrets.superuser)
        made = self.account.run(
            self.tools / "initdb", f"--pgdata={draft}", "--username=postgres",
            f"--pwfile={word}", "--auth-local=scram-sha-256", "--auth-host=reject",
            "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions",
        )  # fmt: skip
        word.unlink()
        if made.returncode != 0:
            raise NotReady(f"the private database could not be made: {made.stderr.strip()}")
        draft.replace(self.data)

    def _configure(self) -> None:
        lines = settings_file(self.socket, self.tuning)
        self._write(self.data / "postgresql.auto.conf", lines)

    def _write(self, path: Path, text: str) -> None:
        path.write_text(text, encoding="utf-8")
        os.chown(path, self.account.uid, self.account.gid)

    def _control(self, *order: str) -> int:
        program = self.tools / "pg_ctl"
        return self.account.run(program, f"--pgdata={self.data}", "--silent", *order).returncode


def _last_words(log: Path) -> str:
    words = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
    return " / ".join(words[-3:]) or "it left no log"
