"""Writes the table of settings into docs/operate.md from gisgrid/kernel/settings.py."""

import ast
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
SOURCE: Final = ROOT / "gisgrid" / "kernel" / "settings.py"
PAGE: Final = ROOT / "docs" / "operate.md"
BEGIN: Final = "<!-- settings -->\n"
END: Final = "<!-- /settings -->"


def main(words: list[str]) -> int:
    """Write the table, or with --check say that it is old."""
    page = PAGE.read_text(encoding="utf-8")
    head, rest = page.split(BEGIN)
    made = head + BEGIN + "".join(table()) + END + rest.split(END)[1]
    if "--check" not in words:
        PAGE.write_text(made, encoding="utf-8")
    elif made != page:
        print("docs/operate.md is old: python -m tools.settings", file=sys.stderr)  # noqa: T201
        return 1
    return 0


def table() -> Iterator[str]:
    """Write a row for each setting: its name, what it is at first, what it means."""
    yield "| setting | at first | meaning |\n|---|---|---|\n"
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    known = next(one for one in tree.body if isinstance(one, ast.ClassDef))
    for field, after in pairwise(known.body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            means = " ".join(words_of(after).split())
            yield f"| `GISGRID_{field.target.id.upper()}` | {first(field.value)} | {means} |\n"


def words_of(after: ast.stmt) -> str:
    """Return the words that follow a setting, if there are any."""
    if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
        return str(after.value.value).replace("|", "\\|")
    return ""


def first(value: ast.expr | None) -> str:
    """Write a setting's first value as an operator would; nothing where it is empty."""
    if isinstance(value, ast.Call) and value.args:
        value = value.args[0]
    said = "" if value is None else ast.unparse(value).strip("'")
    return f"`{said}`" if said and said != "None" else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
