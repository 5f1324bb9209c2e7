"""Every migration is additive, or says which older program it breaks.

The program of before still runs while a migration is applied, and for a while afterwards. So what
it may still use is only added to (expand); what takes something away (contract) carries a
`CONTRACT` that says since when nothing uses it, or that the older program must be stopped first.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

MIGRATIONS = Path(__file__).parents[3] / "gisgrid" / "migrations"
VERSIONS = sorted((MIGRATIONS / "versions").glob("[0-9]*.py"))
TAKES_AWAY = {"drop_column", "drop_table", "drop_constraint", "rename_table", "drop_index"}
WRITTEN_WHOLE = ("case_file", "report", "step", "idempotency")
CHANGES = {"nullable", "type_", "new_column_name"}
SQL_TAKES_AWAY = re.compile(
    r"\b(DROP\s+(TABLE|COLUMN|CONSTRAINT|TYPE|SEQUENCE)|RENAME|SET\s+NOT\s+NULL"
    r"|ALTER\s+COLUMN\s+\w+\s+TYPE|ADD\s+CONSTRAINT)\b",
    re.IGNORECASE,
)


def taken_away(source: str, version: str = "", folder: Path = MIGRATIONS) -> list[str]:
    """Return what a migration's `upgrade` takes from an older program."""
    tree = ast.parse(source)
    return [*_by_operations(tree), *_by_sql(tree, folder, version)]


def _by_operations(tree: ast.Module) -> Iterator[str]:
    for call in _calls(tree):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        said = ast.unparse(call)
        named = {word.arg for word in call.keywords}
        if name in TAKES_AWAY or (name == "alter_column" and named & CHANGES):
            yield said
        if name == "add_column" and "nullable=False" in said and not _fills_itself(said):
            yield said


def _fills_itself(said: str) -> bool:
    """Tell whether an older program that does not know a column may leave it out.

    Cases, reports and steps are written column by column as the table has them: it would write
    NULL there, whatever the default.
    """
    written_whole = any(f"'{table}'" in said for table in WRITTEN_WHOLE)
    return ("server_default" in said or "Identity" in said) and not written_whole


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    for part in tree.body:
        if isinstance(part, ast.FunctionDef) and part.name != "downgrade":
            yield from (node for node in ast.walk(part) if isinstance(node, ast.Call))


def _by_sql(tree: ast.Module, folder: Path, version: str) -> Iterator[str]:
    texts = [
        node.value
        for part in tree.body
        if not (isinstance(part, ast.FunctionDef) and part.name == "downgrade")
        for node in ast.walk(part)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    files = folder.glob(f"sql/{version}_*.sql") if version else ()
    for said in (*texts, *(file.read_text("utf-8") for file in files)):
        yield from (found.group() for found in SQL_TAKES_AWAY.finditer(said))


def contract_of(source: str) -> str:
    for part in ast.parse(source).body:
        if isinstance(part, ast.Assign) and ast.unparse(part.targets[0]) == "CONTRACT":
            return str(ast.literal_eval(part.value))
    return ""


@pytest.mark.parametrize("file", VERSIONS[1:], ids=lambda file: file.stem)
def test_what_takes_something_away_says_so(file: Path) -> None:
    source = file.read_text("utf-8")
    found = taken_away(source.replace(contract_of(source), ""), file.stem[:4])
    said = contract_of(source)
    assert bool(found) == bool(said), f"CONTRACT in {file.name} against {found}"
    assert not said or len(said) > 20


@pytest.mark.parametrize(
    "order",
    [
        'op.drop_column("account", "login")',
        'op.alter_column("account", "login", nullable=False)',
        'op.alter_column("account", "login", new_column_name="name")',
        'op.add_column("account", sa.Column("x", sa.Text, nullable=False))',
        'op.add_column("step", sa.Column("x", sa.Text, nullable=False, server_default="a"))',
        'op.execute("ALTER TABLE account RENAME COLUMN a TO b")',
        'op.execute("alter table account alter column a set not null")',
    ],
)
def test_every_way_to_take_something_away_is_seen(order: str) -> None:
    assert taken_away(f"def upgrade():\n    {order}\n")
    assert not taken_away(f"def upgrade():\n    pass\ndef downgrade():\n    {order}\n")


@pytest.mark.parametrize(
    "order",
    [
        'op.add_column("account", sa.Column("x", sa.Text))',
        'op.add_column("a", sa.Column("x", sa.Boolean, nullable=False, server_default="false"))',
        'op.create_table("new", sa.Column("id", sa.BigInteger, primary_key=True))',
        'op.create_index("i", "account", ["login"])',
    ],
)
def test_what_only_adds_is_free(order: str) -> None:
    assert not taken_away(f"def upgrade():\n    {order}\n")
