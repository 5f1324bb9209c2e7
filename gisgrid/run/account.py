"""Whom the database server runs as: PostgreSQL refuses root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from gisgrid.run.needs import NotReady

OWN = "gisgrid"


@dataclass(frozen=True)
class Account:
    """An unprivileged account of this machine, or ourselves."""

    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        """Tell whether programs must change to this account."""
        return self.uid != os.geteuid()

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a program as this account, with its group alone, and return what it said."""
        other = self.is_other
        return subprocess.run(  # noqa: S603 - our own programs, no shell
            [*command],
            cwd="/",
            text=True,
            check=False,
            capture_output=True,
            user=self.uid if other else None,
            group=self.gid if other else None,
            extra_groups=[] if other else None,
        )

    def own(self, folder: Path) -> None:
        """Make a folder that only this account may read."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self.is_other:
            os.chown(folder, self.uid, self.gid)

    def may_enter(self, folder: Path) -> bool:
        """Tell whether this account can reach a folder through all its parents."""
        return self.run("test", "-x", folder).returncode == 0


def server_account() -> Account:
    """Return ourselves, or for root the unprivileged account that stands in."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    return _existing("postgres") or _existing(OWN) or _created()


def _existing(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_uid, entry.pw_gid)


def _created() -> Account:
    """Create a system account without a home or a shell."""
    made = subprocess.run(  # noqa: S603
        ["/usr/sbin/useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", OWN],
        check=False,
        capture_output=True,
        text=True,
    )
    account = _existing(OWN)
    if account is None:
        raise NotReady(f"PostgreSQL refuses root and no account could be made: {made.stderr}")
    return account
