"""How a step becomes a link of its case's chain."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Final

from gisgrid.kernel import chain


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is written down about one step; `personal` can be erased later, the rest never."""

    case_id: int
    seq: int
    action: str
    from_status: str | None
    to_status: str
    at: datetime
    person_id: int | None = None
    post_id: int | None = None
    station_id: int | None = None
    note: str | None = None
    codes: Mapping[str, object]
    personal: Mapping[str, object] | None = None


COLUMNS: Final = tuple(f.name for f in fields(Entry) if f.name != "personal")
"""What of an entry stands in the clear, each in a column of its own."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """An entry with its place in the chain."""

    entry: Entry
    salt: bytes | None
    digest: bytes | None
    prev: bytes
    hash: bytes


def body_of(entry: Entry) -> dict[str, object]:
    """Return what of a step enters the chain in the clear."""
    return {
        "case_id": entry.case_id,
        "seq": entry.seq,
        "action": entry.action,
        "from": entry.from_status,
        "to": entry.to_status,
        "at": entry.at,
        "person_id": entry.person_id,
        "post_id": entry.post_id,
        "station_id": entry.station_id,
        "note": entry.note,
        "codes": entry.codes,
    }


def sealed(entry: Entry, prev: bytes) -> Sealed:
    """Return the entry as the link that follows a hash."""
    seal = chain.seal(entry.personal) if entry.personal else None
    salt, digest = (seal.salt, seal.digest) if seal else (None, None)
    return Sealed(entry, salt, digest, prev, chain.link_hash(prev, body_of(entry), digest))
