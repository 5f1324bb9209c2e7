"""The command line: `gisgrid --help` lists what it can do.

Bad input is answered with one line on standard error and exit code 2.
"""

import sys
from importlib import import_module
from typing import NoReturn

import typer
from rich.console import Console

from gisgrid.kernel.errors import Problem

COMMANDS = {
    "run": "Bring the whole district up: database, web and worker; Ctrl-C stops it all.",
    "migrate": "Bring the database to this version's shape; safe to run again.",
    "worker": "Work the queue: what follows what.",
    "demo": "Fill an empty database with the demo district and a believable history.",
    "grid": "Import, check, publish and export the coverage of the grid.",
    "locate": "Find the area of every point in a file, without a database.",
    "layers": "Check and install layers of your own, and check base maps.",
    "calendar": "Keep the working days, on which deadlines depend.",
    "duties": "Explain, check and try the rules of who answers for what.",
    "reports": "Take in reports from a file.",
    "people": "Keep stations, people, their posts, and who may sign in.",
    "retention": "Forget reporters, officers' places and gauges' readings when their time is over.",
    "audit": "Verify that no step of any case was edited or removed.",
    "files": "Check that every photo has its files.",
    "backup": "Write the database and the files to a new folder.",
    "restore": "Fill an empty database from a backup.",
    "doctor": "Say what is missing around the program: its database, its roles.",
    "openapi": "Print the description of the HTTP interface (OpenAPI).",
}


def app_of(names: list[str]) -> typer.Typer:
    """Build the program with these commands; one that is not asked for is not imported."""
    app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)
    app.callback()(root)
    for name in names:
        module = import_module(f"gisgrid.cli.{name}")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name, help=COMMANDS[name])
        else:
            app.command(name, help=module.command.__doc__)(module.command)
    return app


def listing() -> typer.Typer:
    """Build the program that only says what it can do: no command is imported for it."""
    app = app_of([])
    for name, words in COMMANDS.items():
        app.command(name, help=words)(root)
    return app


def root() -> None:
    """Run a city's grid governance: reports find who answers for them, are worked and closed."""


def main() -> None:
    """Run the command that was asked for."""
    first = next((word for word in sys.argv[1:] if word != "--"), "")
    try:
        app = app_of([first]) if first in COMMANDS else listing()
        sys.exit(app(prog_name="gisgrid", standalone_mode=False))
    except Problem as problem:
        refuse(str(problem))
    except typer.TyperException as wrong:
        misused(wrong)
    except typer.Abort:
        refuse("given up, nothing was done")
    except Exception as fault:
        if (words := outside(fault)) is None:
            raise
        refuse(words)


def misused(wrong: typer.TyperException) -> NoReturn:
    """Say in one line what is wrong with the words of a command; who gave none was shown them."""
    words = wrong.format_message().strip()
    if not words:
        sys.exit(2)
    asked = getattr(getattr(wrong, "ctx", None), "command_path", "gisgrid")
    refuse(f"{words.rstrip('.')}; `{asked} --help` says how.")


def outside(fault: Exception) -> str | None:
    """Say in one line what is wrong outside the program, and how to mend it; None: a defect."""
    from gisgrid.cli.faults import said_of  # noqa: PLC0415 - a command may need no database

    return said_of(fault)


def refuse(words: str) -> NoReturn:
    """Say why nothing was done, and end with code 2."""
    said = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)
    said.print(f"gisgrid: {' '.join(words.split())}", style="red")
    sys.exit(2)
