"""`gisgrid backup FOLDER`: the database and the files, whole or not at all."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gisgrid.kernel.settings import settings
from gisgrid.run.backups import back_up
from gisgrid.run.ground import standing

said = Console(stderr=True, highlight=False)


def command(
    folder: Annotated[Path, typer.Argument(help="A folder that is not there yet.")],
) -> None:
    """Write the database and the files to a new folder, with a manifest of sums and counts."""
    with standing(settings()) as under, said.status("备份 · backing up") as status:
        made = back_up(under.owner_url, under.files, folder.resolve(), status.update)
    rows = sum(made.rows.values())
    said.print(f"{folder}: {len(made.rows)} 表 {rows} 行 · {len(made.rows)} tables, {rows} rows")
