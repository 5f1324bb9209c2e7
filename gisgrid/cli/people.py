"""`gisgrid people`: who may sign in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from sqlalchemy.orm import Session

from gisgrid import identity
from gisgrid.kernel.db import engine_of, sessions_of
from gisgrid.kernel.settings import settings

app = typer.Typer(no_args_is_help=True)
said = Console(soft_wrap=True, highlight=False)
Login = Annotated[str, typer.Argument(help="Login name.")]


@contextmanager
def writing() -> Iterator[Session]:
    """Open a transaction that is committed at the end of the block."""
    engine = engine_of(settings().database_url, pool_size=1)
    try:
        with sessions_of(engine).begin() as tx:
            yield tx
    finally:
        engine.dispose()


@app.callback()
def root() -> None:
    """Keep who may sign in."""


@app.command()
def reset_password(login: Login) -> None:
    """Give somebody an initial password, shown once; all their sessions end.

    Outside demo mode it opens nothing but the change of the password.
    """
    with writing() as tx:
        initial = identity.reset_password(tx, login)
    said.print(f"{login}: {initial}", markup=False)
    said.print("只显示这一次；首次登录须修改 · shown once; must be changed at the first sign-in")


@app.command()
def reset_totp(login: Login) -> None:
    """Forget somebody's lost telephone; all their sessions end.

    Outside demo mode leaders and administrators enrol another one at the next sign-in.
    """
    with writing() as tx:
        identity.reset_totp(tx, login)
    said.print(f"{login}：手机已解除 · the telephone is forgotten", markup=False)
