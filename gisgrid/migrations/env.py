"""Alembic environment: our tables only, with PostGIS-aware helpers."""

from alembic import context
from geoalchemy2 import alembic_helpers
from sqlalchemy import ForeignKeyConstraint, create_engine, text
from sqlalchemy.pool import NullPool

from gisgrid.kernel.db import Table
from gisgrid.migrations.tables import every_table

every_table()


def to_a_month(obj: object) -> bool:
    """Tell whether PostgreSQL made this foreign key itself, to one month of a partitioned table."""
    if not isinstance(obj, ForeignKeyConstraint):
        return False
    targets = {part.target_fullname.rpartition(".")[0] for part in obj.elements}
    return not targets <= Table.metadata.tables.keys()


def ours(
    obj: object,
    name: str | None,
    kind: str,
    reflected: bool,  # noqa: FBT001 - Alembic calls it so
    compare_to: object,
) -> bool:
    """Leave alone what PostGIS and procrastinate own, and the months of partitioned tables."""
    table = getattr(obj, "table", obj)
    known = getattr(table, "name", name) in Table.metadata.tables and not to_a_month(obj)
    helper = alembic_helpers.include_object
    return known and bool(helper(obj, name, kind, reflected, compare_to))  # type: ignore[no-untyped-call]


url = context.config.get_main_option("sqlalchemy.url", "")
with create_engine(url, poolclass=NullPool).connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Table.metadata,
        include_object=ours,
        process_revision_directives=alembic_helpers.writer,
        render_item=alembic_helpers.render_item,
    )
    with context.begin_transaction():
        connection.execute(text("SET LOCAL lock_timeout = '5s'"))
        context.run_migrations()
