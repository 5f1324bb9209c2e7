"""Whom a bulletin reaches, and which change of its standing is possible."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal

Standing = Literal["draft", "published", "withdrawn"]
Kind = Literal["policy", "information"]
"""What it is: a policy explained (政策宣传), or news and notices (信息发布)."""
Audience = Literal["public", "staff"]
NEXT: Final[Mapping[str, frozenset[str]]] = {
    "draft": frozenset({"published", "withdrawn"}),
    "published": frozenset({"withdrawn"}),
    "withdrawn": frozenset(),
}


def covers(area: int, path: Sequence[int]) -> bool:
    """Tell whether a place, given by its path from the root, lies in an area."""
    return area in path


def touches(one: Sequence[int], other: Sequence[int]) -> bool:
    """Tell whether two subtrees, given by their paths, share any place: one lies in the other."""
    return bool(one) and bool(other) and (one[-1] in other or other[-1] in one)


def is_for(roles: Sequence[str], role: str) -> bool:
    """Tell whether a role is spoken to; no roles at all are all of them."""
    return not roles or role in roles
