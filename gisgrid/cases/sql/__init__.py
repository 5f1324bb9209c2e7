"""Longer questions to the database, each in a file named for what it answers."""

from functools import cache
from importlib.resources import files
from typing import LiteralString


@cache
def load(name: str) -> LiteralString:
    """Return one of our SQL files."""
    text: LiteralString = files("gisgrid.cases.sql").joinpath(f"{name}.sql").read_text("utf-8")
    return text
