"""Filters as they are sent: read and checked by `cql2`, and never deeper than it can stand."""

import re
from itertools import accumulate
from typing import Any, Final

import cql2

from gisgrid.maps.ogc.problems import BadQuery

DEEPEST: Final = 30
LONGEST: Final = 4000
CLIMBS: Final = re.compile(r"\bnot\b|[-+^]", re.IGNORECASE)
"""What the parser goes down for, beside brackets."""


def parsed(text: str, lang: str) -> Any:
    """Read a filter into CQL2's JSON tree.

    Raises:
        BadQuery: it is no CQL2, or too long or nested too deeply; the message points at the place.
    """
    refuse_abyss(text)
    try:
        expression = cql2.parse_json(text) if lang == "cql2-json" else cql2.parse_text(text)
        tree = expression.to_json()
    except (cql2.ParseError, cql2.ValidationError) as wrong:
        raise BadQuery(f"filter: no CQL2: {wrong}") from wrong
    if is_deep(tree):
        raise BadQuery(f"filter: nested deeper than {DEEPEST}")
    return tree


def is_deep(tree: Any) -> bool:
    """Tell whether a tree is deeper than is understood, level by level: without going down."""
    level: list[Any] = [tree]
    for _ in range(DEEPEST * 2):
        level = [part for one in level for part in parts_of(one)]
        if not level:
            return False
    return True


def parts_of(tree: Any) -> list[Any]:
    """Return what an operation holds; shapes and times hold nothing that is compiled."""
    args = tree.get("args", []) if isinstance(tree, dict) else tree
    return list(args) if isinstance(args, list) else []


def refuse_abyss(text: str) -> None:
    """Refuse what is too deep for the parser, which goes down on the machine's own stack.

    Raises:
        BadQuery: it is longer or deeper than anybody writes.
    """
    depths = accumulate((ch in "([{") - (ch in ")]}") for ch in text)
    signs = len(CLIMBS.findall(text))
    if len(text) > LONGEST or max(depths, default=0) > DEEPEST * 2 or signs > LONGEST // 20:
        raise BadQuery(f"filter: longer than {LONGEST} characters, or nested too deeply")
