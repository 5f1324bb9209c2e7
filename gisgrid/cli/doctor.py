"""`gisgrid doctor`: what is missing around the program."""

import typer

from gisgrid.run.doctor import examine


def command() -> None:
    """Say which database would be used and what it lacks; exit code 1 when anything is missing."""
    raise typer.Exit(examine())
