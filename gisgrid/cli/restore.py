"""`gisgrid restore FOLDER`: a backup into an empty database."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gisgrid.kernel.settings import settings
from gisgrid.migrations.steps import migrate
from gisgrid.run.backups import restore
from gisgrid.run.ground import standing

said = Console(stderr=True, highlight=False)


def command(
    folder: Annotated[Path, typer.Argument(help="What `gisgrid backup` wrote.")],
) -> None:
    """Fill an empty database and an empty folder of files from a backup; refuse any other.

    What the backup's moment still had to do is done by the worker afterwards; what was told
    before it is not told again.
    """
    with standing(settings()) as under, said.status("恢复 · restoring") as status:
        made = restore(under.owner_url, under.files, folder.resolve(), status.update)
        status.update("结构与权限 · shape and rights")
        migrate(under.settings)
    rows = sum(made.rows.values())
    said.print(f"{len(made.rows)} 表 {rows} 行 · {len(made.rows)} tables, {rows} rows")
