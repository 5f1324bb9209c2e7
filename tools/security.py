"""Generates docs/security.md from docs/security.yaml, and checks that what it names exists."""

import ast
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

ROOT: Final = Path(__file__).parents[1]
SOURCE: Final = ROOT / "docs" / "security.yaml"
PAGE: Final = ROOT / "docs" / "security.md"
STATES: Final = {"met": "met", "partly": "partly", "missing": "**not met**", "operator": "operator"}
HEAD: Final = """\
# Security: what is asked, where it is kept, which test shows it

Generated from `docs/security.yaml` by `python -m tools.security`; `make check` fails when it is \
old, or names a file or a test that does not exist. *partly*, *not met* and *operator* say in the \
last column what is missing. Nobody but ourselves has assessed this.
"""
Item = Mapping[str, Any]


def main(words: list[str]) -> int:
    """Write the page, or with --check say in one line each what is wrong with it."""
    known = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))["standards"]
    wrong = [fault for standard in known for item in standard["items"] for fault in faults(item)]
    page = HEAD + "".join(table(standard) for standard in known)
    if "--check" not in words:
        PAGE.write_text(page, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page:
        wrong.append("docs/security.md is old: python -m tools.security")
    for fault in wrong:
        print(fault, file=sys.stderr)  # noqa: T201
    return 1 if wrong else 0


def faults(item: Item) -> Iterator[str]:
    """Yield what an item names that is not there, and what it should say and does not."""
    name = f"{item['id']} {item['what']}"
    if item["state"] not in STATES:
        yield f"{name}: state {item['state']} is none of {', '.join(STATES)}"
    if item["state"] == "met" and not (item["tests"] or item.get("lacks")):
        yield f"{name}: met, and nothing shows it"
    for path in item["where"]:
        if not (ROOT / path).exists():
            yield f"{name}: there is no {path}"
    for test in item["tests"]:
        if not is_test(test):
            yield f"{name}: there is no test {test}"


def is_test(named: str) -> bool:
    """Tell whether a test file defines a function of this name."""
    path, _, name = named.partition("::")
    file = ROOT / "tests" / path
    if not file.is_file():
        return False
    found = ast.parse(file.read_text(encoding="utf-8")).body
    return any(isinstance(one, ast.FunctionDef) and one.name == name for one in found)


def table(standard: Mapping[str, Any]) -> str:
    """Return one standard as a table, with how many of its items are met."""
    items = standard["items"]
    count = Counter(item["state"] for item in items)
    told = ", ".join(f"{count[state]} {word}" for state, word in STATES.items() if count[state])
    lines = "".join(row(item) for item in items)
    head = "| requirement | state | where | test | remark |\n|---|---|---|---|---|\n"
    parts = (f"## {standard['title']}", standard["note"], f"Of {len(items)}: {told}.", head + lines)
    return "\n" + "\n\n".join(parts)


def row(item: Item) -> str:
    """Return one requirement as a line of its table."""
    where = "<br>".join(f"`{path}`" for path in item["where"])
    tests = "<br>".join(f"`{test}`" for test in item["tests"])
    asked = f"{item['id']} {item['what']}"
    return f"| {asked} | {STATES[item['state']]} | {where} | {tests} | {item.get('lacks', '')} |\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
