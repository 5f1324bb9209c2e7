"""Longer questions to the database, each in a file named for what it answers."""

from functools import cache
from importlib.resources import files
from typing import LiteralString, cast


@cache
def load(name: str) -> LiteralString:
    """Return one of our SQL files."""
    text = files("gisgrid.cases.sql").joinpath(f"{name}.sql").read_text(encoding="utf-8")
    return cast(LiteralString, text)
