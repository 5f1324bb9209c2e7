"""Citizens without an account: a code by text message opens a short session for one telephone.

Nothing tells whether anybody ever reported from a number. The number is kept as a blind index
beside the code, and sealed in the session; the code is kept as a keyed digest.
"""

import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from gisgrid.identity import rules
from gisgrid.identity.citizen_tables import CitizenCode, CitizenSession
from gisgrid.identity.messages import CodeWritten
from gisgrid.identity.service import Refused
from gisgrid.identity.sessions import digest
from gisgrid.identity.text_messages import Sender, TextMessage
from gisgrid.kernel import clock, messages
from gisgrid.kernel.errors import Invalid, NotSignedIn, TooManyTries
from gisgrid.kernel.sealing import Place, normal_phone, sealer

WRONG_CODE: Final = Refused(NotSignedIn("验证码不正确或已失效，请核对短信，或重新获取。"))
WORDS: Final = "【网格服务】验证码 {code}，{minutes} 分钟内有效，用于查询您的上报。请勿告诉他人。"


@dataclass(frozen=True)
class Citizen:
    """Whoever has a telephone at hand, and until when that counts."""

    phone: str
    expires_at: datetime


@dataclass(frozen=True)
class Letter:
    """A code on its way; the demo shows it."""

    code: str
    expires_at: datetime


def write_code(tx: Session, written: str) -> Letter:
    """Make a new code for a telephone; the one before opens nothing any more.

    Raises:
        Invalid: this is no mobile number of the mainland.
        TooManyTries: the last code was sent just now, or enough were sent that day.
    """
    phone = mobile(written)
    row, now = _row_of(tx, phone), clock.now()
    _refuse_haste(row, now)
    code = f"{secrets.randbelow(10**rules.CITIZEN_CODE_DIGITS):0{rules.CITIZEN_CODE_DIGITS}}"
    row.code_digest = sealer().blind(_bound(phone, code))
    row.letter_sealed = sealer().seal(json.dumps([phone, code]), _letter(row.id))
    row.expires_at = now + rules.CITIZEN_CODE_LASTS
    row.wrong, row.sent_at, row.sent_that_day = 0, now, row.sent_that_day + 1
    tx.flush()
    messages.publish(tx, CodeWritten(row.id))
    return Letter(code, row.expires_at)


def send(tx: Session, sender: Sender, letter_id: int) -> bool:
    """Hand a code over to the sender, and forget its words; False when it was, or is too old."""
    asked = select(CitizenCode).where(CitizenCode.id == letter_id).with_for_update()
    row = tx.scalar(asked)
    if row is None or row.letter_sealed is None:
        return False
    phone, code = json.loads(sealer().open(row.letter_sealed, _letter(row.id)))
    row.letter_sealed = None
    if row.expires_at <= clock.now():
        return False
    minutes = int(rules.CITIZEN_CODE_LASTS.total_seconds() // 60)
    sender.send(TextMessage(phone, code, WORDS.format(code=code, minutes=minutes)))
    return True


def open_session(tx: Session, written: str, code: str) -> tuple[str, Citizen] | Refused:
    """Open a session for whoever knows the code; return the cookie's token.

    A code opens once. A refusal is a value, not an error: the wrong try must be committed.

    Raises:
        Invalid: this is no mobile number of the mainland.
    """
    phone, now = mobile(written), clock.now()
    asked = select(CitizenCode).where(CitizenCode.phone_index.in_(sealer().blinds(phone)))
    rows = tx.scalars(asked.with_for_update()).all()
    live = [row for row in rows if row.expires_at > now and row.wrong < rules.CITIZEN_CODE_TRIES]
    fitting = [row for row in live if _fits(row, phone, code)]
    if not fitting:
        for row in live:
            row.wrong += 1
        return WRONG_CODE
    for row in fitting:
        row.code_digest = row.letter_sealed = None
    return _begin(tx, phone, now)


def citizen_of(tx: Session, token: str) -> Citizen | None:
    """Return whose session a token belongs to; None when it has ended."""
    found = tx.scalar(select(CitizenSession).where(_with(token)))
    if found is None or found.expires_at <= clock.now():
        return None
    return Citizen(sealer().open(found.phone_sealed, _place(found.token_hash)), found.expires_at)


def end_session(tx: Session, token: str) -> None:
    """End a citizen's session; one that has ended already is no error."""
    tx.execute(delete(CitizenSession).where(_with(token)))


def mobile(written: str) -> str:
    """Return a mobile number of the mainland as it is kept; text messages go nowhere else.

    Raises:
        Invalid: it is something else.
    """
    phone = normal_phone(written)
    if not rules.MOBILE.fullmatch(phone):
        raise Invalid("请填写 11 位手机号码。")
    return phone


def _row_of(tx: Session, phone: str) -> CitizenCode:
    """Return a telephone's row, made when missing, locked until the transaction ends."""
    now = clock.now()
    old = CitizenCode.day_began < now - 2 * rules.CITIZEN_DAY
    tx.execute(delete(CitizenCode).where(old))
    index = sealer().blind(phone)
    order = insert(CitizenCode).values(phone_index=index, expires_at=now, day_began=now)
    same = order.on_conflict_do_update(index_elements=["phone_index"], set_={"phone_index": index})
    row: CitizenCode = tx.scalars(
        same.returning(CitizenCode), execution_options={"populate_existing": True}
    ).one()
    if row.day_began <= now - rules.CITIZEN_DAY:
        row.day_began, row.sent_that_day = now, 0
    return row


def _refuse_haste(row: CitizenCode, now: datetime) -> None:
    waits = timedelta(0) if row.sent_at is None else row.sent_at + rules.CITIZEN_CODE_EVERY - now
    if row.sent_that_day >= rules.CITIZEN_CODES_A_DAY:
        waits = row.day_began + rules.CITIZEN_DAY - now
    if waits > timedelta(0):
        seconds = int(waits.total_seconds()) + 1
        said = f"验证码发送过于频繁，请在 {seconds} 秒后再试。"
        raise TooManyTries(said, retry_after_s=seconds)


def _fits(row: CitizenCode, phone: str, code: str) -> bool:
    kept = row.code_digest or b""
    bound = _bound(phone, code.strip())
    return any(hmac.compare_digest(one, kept) for one in sealer().blinds(bound))


def _begin(tx: Session, phone: str, now: datetime) -> tuple[str, Citizen]:
    tx.execute(delete(CitizenSession).where(CitizenSession.expires_at <= now))
    token = secrets.token_urlsafe(32)
    key, until = digest(token), now + rules.CITIZEN_SESSION_LASTS
    sealed = sealer().seal(phone, _place(key))
    tx.add(CitizenSession(token_hash=key, phone_sealed=sealed, expires_at=until))
    tx.flush()
    return token, Citizen(phone, until)


def _with(token: str) -> ColumnElement[bool]:
    return CitizenSession.token_hash == digest(token)


def _bound(phone: str, code: str) -> str:
    return f"citizen code\0{phone}\0{code}"


def _letter(row_id: int) -> Place:
    return Place("citizen_code", "letter", row_id)


def _place(token_hash: bytes) -> Place:
    return Place("citizen_session", "phone", token_hash.hex())
