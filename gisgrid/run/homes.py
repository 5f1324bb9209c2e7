"""Where the private cluster lives: in the project, or for root where its account may enter."""

import hashlib
import os
import tempfile
from pathlib import Path

ROOTS_PLACE = Path("/var/lib/gisgrid")
LONGEST_SOCKET_FOLDER = 85


def home(project: Path, chosen: Path | None = None) -> Path:
    """Return the folder of a project's cluster, or the one that was chosen."""
    if chosen is not None:
        return chosen.resolve()
    if os.geteuid() == 0:
        return ROOTS_PLACE / short_name(project)
    return (project / ".gisgrid").resolve()


def socket_folder(folder: Path) -> Path:
    """Return a folder whose socket's path is short enough: the system takes 107 bytes."""
    inside = folder / "socket"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER:
        return inside
    return Path(tempfile.gettempdir()) / f"gisgrid-{short_name(folder)}"


def short_name(folder: Path) -> str:
    """Return ten letters that stand for a folder."""
    return hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:10]
