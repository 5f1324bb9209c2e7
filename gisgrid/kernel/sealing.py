"""Keeps small personal values so that the database alone gives nothing away.

A value is sealed for one place (table, column, row): moved to another row it does not open. The
sealed bytes name their cipher and their key, so keys are rotated by setting a new one and keeping
the old ones; what was sealed under them still opens. Equal values are found by a blind index, a
keyed digest: who reads the table without the key cannot try numbers one after another.

    phones = sealer()
    kept = phones.seal("13800001234", Place("report", "reporter", 202611000000001))
    phones.open(kept, Place("report", "reporter", 202611000000001))  # '13800001234'
"""

import hashlib
import hmac
import os
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final, NamedTuple, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gisgrid.kernel.errors import Unavailable
from gisgrid.kernel.settings import Settings, settings

NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
KEY_ID_BYTES: Final = 4
HEAD_BYTES: Final = 1 + KEY_ID_BYTES
SHORTEST: Final = HEAD_BYTES + NONCE_BYTES + TAG_BYTES
DEMO_KEY: Final = "the demo district has no secrets"
"""The key of the demo alone, known to everybody; outside demo mode nothing is sealed with it."""


class NoKey(Unavailable):
    """There is no key to seal with, or the key that sealed this is no longer set."""

    title = "A key of the personal data is missing"


class Tampered(ValueError):
    """The sealed bytes were changed, cut short, or belong to another row."""


class Place(NamedTuple):
    """Where a sealed value belongs."""

    table: str
    column: str
    row: int | str

    def bound(self) -> bytes:
        """Return the place as the bytes that a value is bound to."""
        return f"{self.table}\0{self.column}\0{self.row}".encode()


class Aead(Protocol):
    """Authenticated encryption with associated data."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes, /) -> bytes:
        """Return the encrypted data with its tag."""
        ...

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes, /) -> bytes:
        """Return the data; raise InvalidTag when anything was changed."""
        ...


class Sm4Gcm:
    """SM4 in GCM (GB/T 32907, RFC 8998): 128-bit key, 96-bit nonce, 128-bit tag."""

    def __init__(self, key: bytes) -> None:
        self._algorithm = SM4(key)

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes, /) -> bytes:
        """Return the encrypted data with its tag."""
        work = Cipher(self._algorithm, modes.GCM(nonce)).encryptor()
        work.authenticate_additional_data(associated_data)
        return work.update(data) + work.finalize() + work.tag

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes, /) -> bytes:
        """Return the data; raise InvalidTag when anything was changed."""
        mode = modes.GCM(nonce, data[-TAG_BYTES:])
        work = Cipher(self._algorithm, mode).decryptor()
        work.authenticate_additional_data(associated_data)
        return work.update(data[:-TAG_BYTES]) + work.finalize()


CIPHERS: Final[Mapping[str, int]] = {"aes-256-gcm": 1, "sm4-gcm": 2}
"""The number by which sealed bytes name their cipher."""


def derived(secret: str, purpose: str, length: int) -> bytes:
    """Derive the key of one purpose from a secret (HKDF-SHA-256)."""
    info = f"gisgrid/{purpose}".encode()
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(secret.encode())


@dataclass(frozen=True)
class Key:
    """One secret with everything that is derived from it, each derived once."""

    secret: str

    @cached_property
    def id(self) -> bytes:
        """Return the four bytes by which sealed values name this key."""
        return derived(self.secret, "key id", KEY_ID_BYTES)

    @cached_property
    def index(self) -> bytes:
        """Return the key of the blind index."""
        return derived(self.secret, "blind index", 32)

    @cached_property
    def ciphers(self) -> Mapping[int, Aead]:
        """Return the ciphers under this key, by their number."""
        return {
            CIPHERS["aes-256-gcm"]: AESGCM(derived(self.secret, "seal/aes-256-gcm", 32)),
            CIPHERS["sm4-gcm"]: Sm4Gcm(derived(self.secret, "seal/sm4-gcm", 16)),
        }


class Sealer:
    """Seals with the first key, opens with any of them; made once for a process."""

    def __init__(self, secrets: Iterable[str], cipher: str = "aes-256-gcm") -> None:
        self._keys = [Key(secret) for secret in secrets]
        self._by_id = {key.id: key for key in self._keys}
        number = CIPHERS[cipher]
        self._aead = self._keys[0].ciphers[number]
        self._head = bytes([number]) + self._keys[0].id

    def seal(self, value: str, place: Place) -> bytes:
        """Return the value sealed for one place; the same value looks different every time."""
        nonce = os.urandom(NONCE_BYTES)
        bound = self._head + place.bound()
        return self._head + nonce + self._aead.encrypt(nonce, value.encode(), bound)

    def open(self, sealed: bytes, place: Place) -> str:
        """Return the value that was sealed for this place.

        Raises:
            NoKey: the key that sealed it is not among ours.
            Tampered: it was changed, cut short, or belongs elsewhere.
        """
        head, rest = sealed[:HEAD_BYTES], sealed[HEAD_BYTES:]
        aead = self._named(sealed, head)
        try:
            value = aead.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], head + place.bound())
        except InvalidTag:
            raise Tampered(f"what {place.table}.{place.column} keeps was changed") from None
        return value.decode()

    def _named(self, sealed: bytes, head: bytes) -> Aead:
        """Return the cipher and key that sealed bytes name."""
        if len(sealed) < SHORTEST or head[0] not in CIPHERS.values():
            raise Tampered("these bytes were not sealed here")
        key = self._by_id.get(head[1:])
        if key is None:
            raise NoKey(
                "个人信息所用的密钥已不在设置中，请将旧密钥加回 GISGRID_OLD_DATA_KEYS 后重试。"
            )
        return key.ciphers[head[0]]

    def blind(self, value: str) -> bytes:
        """Return the blind index under which a new value is kept."""
        return _blind(self._keys[0], value)

    def blinds(self, value: str) -> list[bytes]:
        """Return every blind index that a value may stand under, the old keys' included."""
        return [_blind(key, value) for key in self._keys]


def _blind(key: Key, value: str) -> bytes:
    return hmac.digest(key.index, value.encode(), hashlib.sha256)


def normal_phone(written: str) -> str:
    """Return the one way to write a telephone number: digits, no prefix of our own country.

    Full-width digits, spaces, dashes and brackets are taken away; another country's number
    keeps its plus sign.
    """
    plain = unicodedata.normalize("NFKC", written).strip()
    digits = "".join(str(unicodedata.decimal(c)) for c in plain if c.isdecimal())
    abroad = plain.startswith("+") or digits.startswith("00")
    digits = digits.removeprefix("00") if abroad else digits
    if not abroad:
        return digits
    return digits.removeprefix("86") if digits.startswith("86") else f"+{digits}"


def masked(phone: str | None) -> str | None:
    """Return a phone number as it may be shown: 138****1234."""
    if not phone:
        return None
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "****"


@cache
def sealer_of(chosen: Settings) -> Sealer:
    """Return the sealer of these settings; its keys are derived once.

    Raises:
        NoKey: neither a data key nor a secret is set, outside demo mode.
    """
    first = chosen.data_key.get_secret_value() or chosen.secret.get_secret_value()
    if not (first or chosen.demo):
        raise NoKey("没有密钥，不能保存个人信息：请设置 GISGRID_DATA_KEY 或 GISGRID_SECRET。")
    old = chosen.old_data_keys.get_secret_value().split(",")
    return Sealer([first or DEMO_KEY, *(key.strip() for key in old if key.strip())], chosen.cipher)


def sealer() -> Sealer:
    """Return the sealer of the process's settings."""
    return sealer_of(settings())
