"""`gisgrid files`: whether photos and their files have each other."""

import sys

import typer
from rich.console import Console

from gisgrid import files
from gisgrid.cli.database import database
from gisgrid.kernel.settings import settings

app = typer.Typer(no_args_is_help=True)


@app.callback()
def group() -> None:
    """Look after the files of photos."""


@app.command()
def check() -> None:
    """List the rows without a file and the files without a row; exit code 1 when a file is missing.

    A file without a row is no fault: an upload that was broken off, removed after a day.
    """
    missing = left = 0
    with database() as sessions, sessions() as tx:
        store = files.store_of(settings())
        for row in files.without_file(tx, store):
            missing += 1
            _say(f"照片 {row.photo_id}（{row.rendition}）缺少文件 {row.sha256.hex()}")
        for file in files.unnamed(tx, store):
            left += 1
            _say(f"文件 {file.sha256.hex()} 没有照片记录，写于 {file.written_at:%Y-%m-%d %H:%M}")
    _say(
        f"缺少文件 {missing} 个，多余文件 {left} 个 · {missing} files missing, {left} without a row"
    )
    sys.exit(1 if missing else 0)


def _say(words: str) -> None:
    Console(soft_wrap=True, highlight=False).print(words)
