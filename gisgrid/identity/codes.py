"""Codes that change every half minute (TOTP), and codes for when the telephone is lost."""

import base64
import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import pyotp
import segno
from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from gisgrid.identity import rules
from gisgrid.identity.tables import RecoveryCode, Totp
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Conflict
from gisgrid.kernel.sealing import Place, sealer

ISSUER = "gisgrid"
RECOVERY_BYTES = 10


@dataclass(frozen=True)
class Enrolment:
    """A new secret, shown this once."""

    secret: str
    uri: str
    """What the QR code says: otpauth://totp/…"""
    qr: str
    """The QR code as an SVG image in a data: address."""


def enrol(tx: Session, person_id: int, login: str) -> Enrolment:
    """Make a new secret; it counts only after a code has proved that the telephone has it.

    Raises:
        Conflict: a telephone is enrolled already.
    """
    known = tx.get(Totp, person_id, with_for_update=True)
    if known and known.confirmed_at:
        raise Conflict("已启用动态验证码；更换手机请联系系统管理员重置。")
    secret = pyotp.random_base32()
    sealed = sealer().seal(secret, _place(person_id))
    order = insert(Totp).values(person_id=person_id, sealed_secret=sealed)
    again = {"sealed_secret": sealed}
    tx.execute(order.on_conflict_do_update(index_elements=["person_id"], set_=again))
    uri = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)
    return Enrolment(secret, uri, segno.make(uri).svg_data_uri(scale=4, border=2))


def confirm(tx: Session, person_id: int, code: str) -> list[str] | None:
    """Begin to ask for codes, and return the recovery codes, shown this once.

    None: the code is not the one that the telephone should show.

    Raises:
        Conflict: there is nothing to confirm.
    """
    found = tx.get(Totp, person_id, with_for_update=True)
    if found is None or found.confirmed_at:
        raise Conflict("没有待确认的动态验证码，请先申请。")
    if not _takes(found, code):
        return None
    found.confirmed_at = clock.now()
    return _recovery_codes(tx, person_id)


def is_enrolled(tx: Session, person_id: int) -> bool:
    """Tell whether signing in asks for a code."""
    found = tx.get(Totp, person_id)
    return found is not None and found.confirmed_at is not None


def takes(tx: Session, person_id: int, code: str) -> bool:
    """Take a code of the telephone or a recovery code; none is taken twice."""
    found = tx.get(Totp, person_id, with_for_update=True)
    if found is None or found.confirmed_at is None:
        return False
    return _takes(found, code) or _takes_recovery(tx, person_id, code)


def forget(tx: Session, person_id: int) -> None:
    """Forget a lost telephone and its recovery codes."""
    tx.execute(delete(Totp).where(Totp.person_id == person_id))
    tx.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))


def _takes(found: Totp, code: str) -> bool:
    """Take a code of the present half minute or a neighbouring one, later than the last taken.

    Full-width digits are digits: a Chinese keyboard writes them.
    """
    said = unicodedata.normalize("NFKC", code).strip().encode()
    secret = sealer().open(found.sealed_secret, _place(found.person_id))
    for step in _steps(found.last_step):
        if hmac.compare_digest(pyotp.TOTP(secret).at(step * rules.CODE_STEP_S).encode(), said):
            found.last_step = step
            return True
    return False


def _steps(last: int) -> Iterator[int]:
    now = int(clock.now().timestamp()) // rules.CODE_STEP_S
    first = max(now - rules.CODE_DRIFT, last + 1)
    yield from range(first, now + rules.CODE_DRIFT + 1)


def _takes_recovery(tx: Session, person_id: int, code: str) -> bool:
    mine = (RecoveryCode.person_id == person_id, RecoveryCode.code_hash == _digest(code))
    order = delete(RecoveryCode).where(*mine).returning(RecoveryCode.code_hash)
    return tx.execute(order).first() is not None


def _recovery_codes(tx: Session, person_id: int) -> list[str]:
    codes = [_recovery_code() for _ in range(rules.RECOVERY_CODES)]
    tx.add_all(RecoveryCode(person_id=person_id, code_hash=_digest(code)) for code in codes)
    return codes


def _recovery_code() -> str:
    """Return 80 random bits in four groups of letters and digits."""
    letters = base64.b32encode(secrets.token_bytes(RECOVERY_BYTES)).decode().lower()
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))


def _digest(code: str) -> bytes:
    return hashlib.sha256(code.strip().lower().replace("-", "").encode()).digest()


def _place(person_id: int) -> Place:
    return Place("totp", "sealed_secret", person_id)
