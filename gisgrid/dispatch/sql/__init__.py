"""Questions that are longer than a few lines, one file each."""

from functools import cache
from importlib.resources import files


@cache
def load(name: str) -> str:
    """Return the text of one question."""
    return files("gisgrid.dispatch.sql").joinpath(f"{name}.sql").read_text("utf-8")
