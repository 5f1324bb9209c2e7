"""A hash chain whose personal parts can be erased without breaking it.

Each link hashes the link before it and the canonical JSON of what was done. What is personal is
not hashed itself: only its salted digest is. Erasing the personal payload together with its salt
leaves the digest, so the chain still verifies, and nobody can find the person by guessing.
"""

import hashlib
import json
import math
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal

from gisgrid.kernel.errors import Invalid

START: Final = bytes(32)
"""What the first link of a chain follows."""
EXACT: Final = 2**53
SALT_BYTES: Final = 16
Kind = Literal[
    "missing",
    "broken",
    "edited",
    "personal_edited",
    "head_edited",
    "added",
    "case_missing",
    "status_edited",
]
"""What can be wrong with a chain, the last two with the case that it is of."""
DOUBTFUL: Final = re.compile(r"\.0|[0-9][eE][+-]|NaN|Infinity|\\u0000|[\ud800-\udfff]")
"""What a number or a text looks like that must be looked at more closely: seldom there."""
UNKEPT: Final = re.compile(r"[\0\ud800-\udfff]")


class Unkept(Invalid, ValueError):
    """What was sent holds a number or a character that no `jsonb` column keeps."""

    title = "Please correct what was sent"


@dataclass(frozen=True, slots=True)
class Sealed:
    """The salt and digest under which a personal payload enters a chain."""

    salt: bytes
    digest: bytes


@dataclass(frozen=True, slots=True)
class Link:
    """One stored link: what it says it follows, its hash, what was hashed, what may be erased."""

    seq: int
    prev: bytes
    hash: bytes
    body: Mapping[str, object]
    digest: bytes | None = None
    salt: bytes | None = None
    personal: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place at which a chain is not what was written."""

    seq: int
    kind: Kind


def canonical(value: object) -> bytes:
    """Return the one way to write a JSON value: sorted keys, no spaces, UTF-8.

    A value reads the same before and after a stay in a `jsonb` column: whole floats are written
    as integers.

    Raises:
        Unkept: `jsonb` cannot keep it: NaN, infinities, NUL, half of a surrogate pair.
    """
    text = _written(value)
    return (_written(plain(value)) if DOUBTFUL.search(text) else text).encode()


def _written(value: object) -> str:
    return ENCODER.encode(value)


def plain(value: object) -> object:
    """Return the value as `jsonb` will give it back: numbers, times and bytes in their one form."""
    match value:
        case Mapping():
            return {_text(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case _:
            return _scalar(value)


def _scalar(value: object) -> str | float | None:
    match value:
        case None | bool() | int():
            return value
        case str():
            return _text(value)
        case float():
            return _number(value)
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case bytes():
            return value.hex()
        case _:
            raise ValueError(f"{type(value).__name__} has no canonical form")


def _text(value: str) -> str:
    if UNKEPT.search(value):
        raise Unkept("文字中有空字符或半个字符，请删去 · a NUL or half a character cannot be kept.")
    return value


def _number(value: float) -> int | float:
    if not math.isfinite(value) or abs(value) >= EXACT:
        raise Unkept(f"{value} 无法准确保存 · {value} has no exact form.")
    return int(value) if value.is_integer() else value


ENCODER: Final = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=plain
)


def seal(personal: Mapping[str, object]) -> Sealed:
    """Return a fresh salt and the digest that stands for this payload in the chain."""
    salt = secrets.token_bytes(SALT_BYTES)
    return Sealed(salt, digest_of(salt, personal))


def digest_of(salt: bytes, personal: Mapping[str, object]) -> bytes:
    """Return the salted digest of a personal payload."""
    return hashlib.sha256(salt + canonical(personal)).digest()


def link_hash(prev: bytes, body: Mapping[str, object], digest: bytes | None) -> bytes:
    """Return the hash of one link: what went before, what was done, who it was about."""
    sealed = {"body": body, "digest": digest}
    return hashlib.sha256(prev + canonical(sealed)).digest()


def first_fault(links: Iterable[Link], head: bytes, last_seq: int) -> Fault | None:
    """Return the first link that was edited, is missing or was added, or None.

    The head and the last number are kept apart from the links, so that a chain cut short at
    its end is found too.
    """
    prev, seq = START, 0
    for link in links:
        seq += 1
        kind = _fault_of(link, seq, prev)
        if kind:
            return Fault(seq, kind)
        prev = link.hash
    return None if (prev, seq) == (head, last_seq) else Fault(seq + 1, _end_fault(seq, last_seq))


def _fault_of(link: Link, seq: int, prev: bytes) -> Kind | None:
    if link.seq != seq:
        return "missing"
    if link.prev != prev:
        return "broken"
    if link.hash != link_hash(prev, link.body, link.digest):
        return "edited"
    return None if _personal_holds(link) else "personal_edited"


def _personal_holds(link: Link) -> bool:
    """Tell whether the personal payload is the one that was sealed, or was erased with its salt."""
    if link.personal is None or link.salt is None:
        return link.personal is None and link.salt is None
    return link.digest == digest_of(link.salt, link.personal)


def _end_fault(seq: int, last_seq: int) -> Kind:
    if seq == last_seq:
        return "head_edited"
    return "missing" if seq < last_seq else "added"
