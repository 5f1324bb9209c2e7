"""Long SQL of the duties, one file per answer."""

from functools import cache
from importlib.resources import files


@cache
def load(name: str) -> str:
    """Return the SQL that answers this."""
    return files("gisgrid.duties.sql").joinpath(f"{name}.sql").read_text(encoding="utf-8")
