"""Signing in: who knows the password, and has the telephone where a post asks for it."""

import math
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from gisgrid.identity import codes, passwords, queries, tries
from gisgrid.identity.sessions import (
    UNKNOWN,
    Browser,
    SignedIn,
    signed_in,
)
from gisgrid.identity.tables import Account
from gisgrid.kernel.errors import NotSignedIn, Problem, TooManyTries


class CodeNeeded(NotSignedIn):
    """The password is right; a code of the telephone is asked for, too."""

    title = "Please give the code of your telephone, too"


class WrongCode(NotSignedIn):
    """The code is not the one that the telephone shows now, or was used before."""

    title = "Please wait for the next code"


@dataclass(frozen=True)
class Refused:
    """Why a login was refused, without telling whether the account exists.

    It is a value, not an error: the count of failures must be committed.
    """

    problem: Problem

    @property
    def retry_after_s(self) -> int | None:
        """Return for how many seconds nothing is taken, None when anybody may try again."""
        found = self.problem.codes.get("retry_after_s")
        return found if isinstance(found, int) else None


WRONG = Refused(NotSignedIn("登录名或密码不正确。"))
CODE_NEEDED = Refused(CodeNeeded("请输入手机上的动态验证码，或一个恢复码。"))
WRONG_CODE = Refused(WrongCode("验证码不正确或已用过，请等下一个。"))
DEMO_ONLY = Refused(NotSignedIn("演示密码只在演示模式下有效，请使用自己的密码。"))


@dataclass(frozen=True)
class Key:
    """What somebody shows at the door."""

    login: str
    password: str
    code: str | None = None
    """A code of the telephone or a recovery code; None: not asked for yet."""


def sign_in(tx: Session, key: Key, *, demo: bool, browser: Browser = UNKNOWN) -> SignedIn | Refused:
    """Open a session for whoever knows the password of a login, and has the telephone."""
    if key.password == passwords.DEMO_PASSWORD and not demo:
        return DEMO_ONLY
    account = opened(tx, key.login, key.password, browser.ip)
    if isinstance(account, Refused):
        return account
    missing = _second(tx, account, key.code, browser.ip)
    if missing:
        return missing
    tries.forgive(tx, tries.subjects_of(key.login, None))
    return signed_in(tx, account.person_id, browser)


def _second(tx: Session, account: Account, code: str | None, ip: str | None) -> Refused | None:
    """Return why a code is missing, None where none is asked for or it is right."""
    if not codes.is_enrolled(tx, account.person_id):
        return None
    if not code:
        return CODE_NEEDED
    if codes.takes(tx, account.person_id, code):
        return None
    blocked = tries.count_failure(tx, tries.subjects_of(account.login, ip))
    return _blocked(blocked) if blocked else WRONG_CODE


def opened(tx: Session, login: str, password: str, ip: str | None) -> Account | Refused:
    """Return the account that a password opens, or count the failure and say why not."""
    subjects = tries.subjects_of(login, ip)
    blocked = tries.blocked_for(tx, subjects)
    if blocked:
        return _blocked(blocked)
    account = queries.account_of(tx, login)
    if passwords.fits(account, password) and account is not None:
        return account
    blocked = tries.count_failure(tx, subjects)
    return _blocked(blocked) if blocked else WRONG


def _blocked(block: timedelta) -> Refused:
    seconds = math.ceil(block.total_seconds())
    said = f"密码连续错误次数过多，请 {math.ceil(seconds / 60)} 分钟后再试。"
    return Refused(TooManyTries(said, retry_after_s=seconds))
