"""Signing in and changing one's password."""

import math
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from gisgrid.identity import passwords, queries, rules, tries
from gisgrid.identity.actors import Actor
from gisgrid.identity.sessions import UNKNOWN, Browser, sign_out_everywhere, start_session
from gisgrid.identity.tables import Account
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Conflict, Invalid, NotFound, NotSignedIn, Problem, TooManyTries


class PasswordUnfit(Invalid):
    """A new password that is too easy to guess; every sentence says why."""

    title = "Please choose another password"


@dataclass(frozen=True)
class SignedIn:
    """A new session: the token goes into the cookie and is kept nowhere else."""

    token: str
    actor: Actor
    must_change: bool


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
DEMO_ONLY = Refused(NotSignedIn("演示密码只在演示模式下有效，请使用自己的密码。"))


def sign_in(
    tx: Session, login: str, password: str, *, demo: bool, browser: Browser = UNKNOWN
) -> SignedIn | Refused:
    """Open a session for whoever knows the password of a login."""
    if password == passwords.DEMO_PASSWORD and not demo:
        return DEMO_ONLY
    account = _opened(tx, login, password, browser.ip)
    if isinstance(account, Refused):
        return account
    return _signed_in(tx, account, browser)


def change_password(
    tx: Session, person_id: int, old: str, new: str, browser: Browser
) -> SignedIn | Refused:
    """Change one's own password; every other session ends, and this one gets a new token.

    Raises:
        PasswordUnfit: the new password is too easy to guess, or the old one.
        Conflict: the person has no account here.
    """
    login = tx.scalar(select(Account.login).where(Account.person_id == person_id))
    if login is None:
        raise Conflict("此人没有本地账号，密码请在统一认证平台修改。")
    account = _opened(tx, login, old, browser.ip)
    if isinstance(account, Refused):
        return account
    wrong = list(rules.password_faults(login, new, passwords.DEMO_PASSWORD))
    if wrong or old == new:
        raise PasswordUnfit(" ".join(wrong) or "新密码不能与旧密码相同。", faults=wrong)
    account.password_hash, account.must_change = passwords.hashed(new), False
    sign_out_everywhere(tx, person_id)
    return _signed_in(tx, account, browser)


def reset_password(tx: Session, login: str) -> str:
    """Give an account a password that opens only its own change, and return it.

    Raises:
        NotFound: nobody has this login.
    """
    account = queries.account_of(tx, login)
    if account is None:
        raise NotFound(f"没有登录名 {login} · nobody has this login")
    initial = secrets.token_urlsafe(12)
    account.password_hash, account.must_change = passwords.hashed(initial), True
    sign_out_everywhere(tx, account.person_id)
    tries.forgive(tx, tries.subjects_of(login, None))
    return initial


def _opened(tx: Session, login: str, password: str, ip: str | None) -> Account | Refused:
    """Return the account that a password opens, or count the failure and say why not."""
    subjects = tries.subjects_of(login, ip)
    blocked = tries.blocked_for(tx, subjects)
    if blocked:
        return _blocked(blocked)
    account = queries.account_of(tx, login)
    if passwords.fits(account, password) and account is not None:
        tries.forgive(tx, subjects)
        return account
    blocked = tries.count_failure(tx, subjects)
    return _blocked(blocked) if blocked else WRONG


def _signed_in(tx: Session, account: Account, browser: Browser) -> SignedIn:
    token = start_session(tx, account.person_id, browser)
    actor = queries.actor_of(tx, account.person_id, clock.now())
    return SignedIn(token, actor, account.must_change)


def _blocked(block: timedelta) -> Refused:
    seconds = math.ceil(block.total_seconds())
    said = f"密码连续错误次数过多，请 {math.ceil(seconds / 60)} 分钟后再试。"
    return Refused(TooManyTries(said, retry_after_s=seconds))
