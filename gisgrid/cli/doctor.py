"""`gisgrid doctor`: what is missing around the program."""

import typer

from gisgrid.run.doctor import examine


def command() -> None:
    """Say which database would be used, and what its roles and functions lack."""
    raise typer.Exit(examine())
