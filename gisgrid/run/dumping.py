"""PostgreSQL's own tools for dumps, of the newest version that this machine has."""

import os
import subprocess
import tempfile
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from gisgrid.kernel.errors import Unavailable
from gisgrid.kernel.jobs import psycopg_address
from gisgrid.run.needs import server_tools

# What a database has before anything is restored (extensions belong to the superuser), and what
# is made anew afterwards: policies name roles that may not be there.
LEFT_OUT = (
    " EXTENSION ",
    " SCHEMA - public ",
    " COMMENT - SCHEMA public ",
    " POLICY ",
    " ROW SECURITY ",
)
VARIABLES = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "dbname": "PGDATABASE"}
OURS_ALONE = ("--no-owner", "--no-privileges")


class ToolFailed(Unavailable):
    """pg_dump or pg_restore did not do its work; the message ends with its last words."""

    title = "The database's tool failed"


def dump(url: str, path: Path, snapshot: str) -> None:
    """Dump what a snapshot sees; owners and grants are made anew at the restore."""
    bare = ("--exclude-table-data=spatial_ref_sys", f"--snapshot={snapshot}", f"--file={path}")
    run(url, "pg_dump", "--format=custom", *OURS_ALONE, *bare)


def load(url: str, path: Path) -> None:
    """Load a dump into a database that has its extensions: all of it or nothing."""
    listed = run(url, "pg_restore", "--list", str(path)).splitlines()
    kept = [line for line in listed if not any(word in line for word in LEFT_OUT)]
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".list") as chosen:
        chosen.write("\n".join(kept) + "\n")
        chosen.flush()
        into = f"--dbname={variables(url)['PGDATABASE']}"
        whole = ("--single-transaction", "--exit-on-error", f"--use-list={chosen.name}")
        run(url, "pg_restore", *whole, *OURS_ALONE, into, str(path))


def run(url: str, tool: str, *options: str) -> str:
    """Run a tool and return what it printed.

    Raises:
        ToolFailed: it ended with a failure.
    """
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own tools, no shell
        [server_tools() / tool, *options],
        env={**os.environ, **variables(url)},
        text=True,
        check=False,
        capture_output=True,
    )
    if done.returncode != 0:
        raise ToolFailed(f"{tool}: {' / '.join(done.stderr.strip().splitlines()[-3:])}")
    return done.stdout


def variables(url: str) -> dict[str, str]:
    """Return an address as environment variables: a password is not for `ps` to see."""
    known = conninfo_to_dict(psycopg_address(url))
    named = {VARIABLES[key]: str(value) for key, value in known.items() if key in VARIABLES}
    return {**named, "PGPASSWORD": str(known.get("password") or "")}
