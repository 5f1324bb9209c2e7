"""`gisgrid openapi`: the description of the HTTP interface, from which the web app's types come."""

import json

import typer
from sqlalchemy import create_engine

from gisgrid.kernel.db import sessions_of
from gisgrid.web import create_app


def command() -> None:
    """Print the description of the HTTP interface (OpenAPI)."""
    sessions = sessions_of(create_engine("postgresql+psycopg://"))
    document = create_app(sessions).openapi()
    typer.echo(json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True))
