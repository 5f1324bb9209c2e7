"""What must be there before anything runs, and the one line that says how to get it."""

import shutil
import subprocess
from itertools import chain
from pathlib import Path

from gisgrid.kernel.errors import Unavailable

OLDEST = 15
PLACES = ("/usr/lib/postgresql", "/usr/local/lib/postgresql", "/opt/homebrew/opt")
EXTENSIONS = ("postgis", "pg_trgm", "btree_gist")
MEND = (
    "install PostgreSQL 15+ with PostGIS 3.3+ (Debian, Ubuntu: apt install postgresql-postgis), "
    "or set GISGRID_DATABASE_URL to a database that has them"
)


class NotReady(Unavailable):
    """Something outside the project is missing; the message says how to mend it."""

    title = "Not ready to run"


def server_tools() -> Path:
    """Return the folder of the newest PostgreSQL server programs that have PostGIS.

    Raises:
        NotReady: no version from 15 on has both.
    """
    for folder in _candidates():
        if (folder / "initdb").exists() and has_extensions(folder):
            return folder
    raise NotReady(f"no PostgreSQL server with PostGIS was found: {MEND}")


def has_extensions(tools: Path) -> bool:
    """Tell whether the server of these programs can create our extensions."""
    packaged = f"/usr/share/postgresql/{version(tools)}"
    share = Path(_ask(tools / "pg_config", "--sharedir") or packaged)
    return all((share / "extension" / f"{name}.control").exists() for name in EXTENSIONS)


def version(tools: Path) -> int:
    """Return the major version of a server, 0 when it does not say."""
    words = _ask(tools / "postgres", "--version").split()
    return int(words[2].split(".")[0]) if len(words) > 2 and words[2][0].isdigit() else 0


def _candidates() -> list[Path]:
    """List folders with server programs, newest version first."""
    listed = chain.from_iterable(Path(place).glob("*/bin") for place in PLACES)
    found = {folder for folder in [*listed, *_configured()] if version(folder) >= OLDEST}
    return sorted(found, key=version, reverse=True)


def _configured() -> list[Path]:
    """Return the folder that pg_config of the PATH names, if there is one."""
    program = shutil.which("pg_config")
    answer = _ask(Path(program), "--bindir") if program else ""
    return [Path(answer)] if answer else []


def _ask(program: Path, question: str) -> str:
    """Return what a program prints, empty when it is not there."""
    if not program.exists():
        return ""
    return subprocess.run(  # noqa: S603 - our own question to a found program
        [program, question], capture_output=True, text=True, check=False
    ).stdout.strip()
