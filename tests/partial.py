"""While slices are still being written: make the tables there are. Goes away with the last one."""

import sys
import traceback
from importlib import import_module
from pathlib import Path
from types import ModuleType

from procrastinate.schema import SchemaManager

from sqlalchemy import BigInteger
from sqlalchemy.types import NullType
from sqlalchemy.schema import CreateIndex, CreateSequence, CreateTable

from gisgrid.kernel.db import Table, engine_of
from gisgrid.migrations.tables import SLICES

ROOT = Path(__file__).parents[1]


def load(name: str) -> None:
    package = ModuleType(f"gisgrid.{name}")
    package.__path__ = [str(ROOT / "gisgrid" / name)]
    sys.modules[package.__name__] = package
    try:
        import_module(f"gisgrid.{name}.tables")
    except Exception:
        print(f"--- {name} has no tables yet:", file=sys.stderr)
        traceback.print_exc(limit=-1)


for one in SLICES:
    load(one)
tables = Table.metadata.tables


with engine_of(sys.argv[1]).begin() as connection:
    for sequence in Table.metadata._sequences.values():
        connection.execute(CreateSequence(sequence))
    for table in tables.values():
        for column in table.columns:
            if isinstance(column.type, NullType):
                column.type = BigInteger()
        connection.execute(CreateTable(table, include_foreign_key_constraints=[]))
        for index in table.indexes:
            connection.execute(CreateIndex(index))
    connection.exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))
    partitions = ROOT / "gisgrid/kernel/sql/partitions.sql"
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(partitions.read_text().replace("%", "%%"))
            connection.exec_driver_sql(
                "SELECT ensure_months(current_date, (current_date + interval '3 months')::date)"
            )
    except Exception:
        print("--- no partitions yet:", file=sys.stderr)
        traceback.print_exc(limit=-1)
