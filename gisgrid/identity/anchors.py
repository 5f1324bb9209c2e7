"""Anchors: the head of the audit's chain, signed daily into a file outside the database.

Whoever owns the database may write a whole new chain that verifies; it will not meet the anchors.
Copy the file, and the public key beside it, to where that person cannot reach.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from sqlalchemy.orm import Session

from gisgrid.identity.audit import AuditFault, Head, link_at
from gisgrid.kernel import chain
from gisgrid.kernel.errors import Invalid
from gisgrid.kernel.settings import Settings

FILE: Final = "audit-anchors.jsonl"
PUBLIC: Final = "audit-anchors.pub"
RETIRED: Final = "audit-retired.jsonl"


@dataclass(frozen=True, slots=True)
class Anchor:
    """One line of the file: a place of the chain, its hash, when, and our signature."""

    seq: int
    hash: str
    at: str
    signature: str

    def signed(self) -> bytes:
        """Return what the signature is of."""
        return chain.canonical({"seq": self.seq, "hash": self.hash, "at": self.at})


@dataclass(frozen=True)
class Anchorage:
    """The folder of the anchors, and the file of the key that signs them."""

    folder: Path
    key_file: Path

    @classmethod
    def of(cls, chosen: Settings) -> "Anchorage":
        """Return where these settings keep anchors and key: in the home folder unless said."""
        home = chosen.home or Path(".gisgrid")
        return cls(chosen.anchors or home / "anchors", chosen.anchor_key or home / "anchor.key")

    def drop(self, head: Head, at: datetime) -> None:
        """Sign the head of the chain; the same head once only, an empty chain never."""
        known = list(self.anchors())
        if head.seq == 0 or (known and known[-1].seq == head.seq):
            return
        self._append(FILE, seq=head.seq, hash=head.hash.hex(), at=at.isoformat())

    def anchors(self) -> Iterator[Anchor]:
        """Return the anchors, the oldest first."""
        path = self.folder / FILE
        if not path.exists():
            return
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                yield Anchor(**json.loads(line))
            except (TypeError, ValueError):
                yield Anchor(0, "", "", "")

    def faults(self, tx: Session) -> Iterator[AuditFault]:
        """Yield every anchor that the chain does not meet, or that we did not sign."""
        found = list(self.anchors())
        public = self._public() if found else None
        for anchor in found:
            if public is None or not _is_ours(anchor, public):
                yield AuditFault("anchor_forged", anchor.seq, None)
                continue
            known = link_at(tx, anchor.seq)
            if known is None:
                yield AuditFault("cut", anchor.seq, None)
            elif known.hex() != anchor.hash:
                yield AuditFault("rewritten", anchor.seq, None)

    def sign_retired(self, month: int, entries: int, sha256: str, at: datetime) -> None:
        """Write down, signed, that a month of the audit lies in a file of this digest now."""
        self._append(RETIRED, month=month, entries=entries, sha256=sha256, at=at.isoformat())

    def retired(self) -> dict[int, int]:
        """Return the months that we signed to be retired, with how many entries each had."""
        path = self.folder / RETIRED
        public = self._public() if path.exists() else None
        if public is None:
            return {}
        lines = map(_read, path.read_text(encoding="utf-8").splitlines())
        return {one["month"]: one["entries"] for one in lines if _is_signed(one, public)}

    def _append(self, name: str, **line: object) -> None:
        signature = self._key().sign(chain.canonical(line)).hex()
        with (self.folder / name).open("a", encoding="utf-8") as file:
            file.write(json.dumps({**line, "signature": signature}) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def _key(self) -> Ed25519PrivateKey:
        """Return the key that signs, made on first use and readable by us alone."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self.key_file.exists():
            _make_key(self.key_file)
        key = _load(self.key_file)
        pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        (self.folder / PUBLIC).write_bytes(pem)
        return key

    def _public(self) -> Ed25519PublicKey | None:
        """Return our own key's public half, or the one that lies beside copied anchors."""
        if self.key_file.exists():
            return _load(self.key_file).public_key()
        path = self.folder / PUBLIC
        found = load_pem_public_key(path.read_bytes()) if path.exists() else None
        return found if isinstance(found, Ed25519PublicKey) else None


def _load(path: Path) -> Ed25519PrivateKey:
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise Invalid(f"{path} 不是 Ed25519 私钥 · is not an Ed25519 key")
    return key


def _make_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    with open(path, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(pem)


def _read(line: str) -> dict[str, Any]:
    """Return what a line says; nothing, which nobody signed, when it cannot be read."""
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _is_ours(anchor: Anchor, public: Ed25519PublicKey) -> bool:
    return _verifies(anchor.signature, anchor.signed(), public)


def _is_signed(line: dict[str, object], public: Ed25519PublicKey) -> bool:
    said = {name: value for name, value in line.items() if name != "signature"}
    return _verifies(str(line.get("signature")), chain.canonical(said), public)


def _verifies(signature: str, said: bytes, public: Ed25519PublicKey) -> bool:
    try:
        public.verify(bytes.fromhex(signature), said)
    except (InvalidSignature, ValueError):
        return False
    return True
