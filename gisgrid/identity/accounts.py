"""One's own account: a new password, codes of the telephone, and a new start without either."""

import secrets
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gisgrid.identity import codes, passwords, queries, rules, tries
from gisgrid.identity.service import WRONG_CODE, Refused, opened
from gisgrid.identity.sessions import Browser, SignedIn, sign_out_everywhere, signed_in
from gisgrid.identity.tables import Account
from gisgrid.kernel.errors import Conflict, Invalid, NotFound


class PasswordUnfit(Invalid):
    """A new password that is too easy to guess; every sentence says why."""

    title = "Please choose another password"


def change_password(
    tx: Session, person_id: int, old: str, new: str, browser: Browser
) -> SignedIn | Refused:
    """Change one's own password; every other session ends, and this one gets a new token.

    Raises:
        PasswordUnfit: the new password is too easy to guess, or the old one.
        Conflict: the person has no account here.
    """
    account = _own(tx, person_id, old, browser.ip)
    if isinstance(account, Refused):
        return account
    login = account.login
    wrong = list(rules.password_faults(login, new, passwords.DEMO_PASSWORD))
    if wrong or old == new:
        raise PasswordUnfit(" ".join(wrong) or "新密码不能与旧密码相同。", faults=wrong)
    account.password_hash, account.must_change = passwords.hashed(new), False
    sign_out_everywhere(tx, person_id)
    tries.forgive(tx, tries.subjects_of(login, None))
    return signed_in(tx, person_id, browser)


def enrol(
    tx: Session, person_id: int, password: str, browser: Browser
) -> codes.Enrolment | Refused:
    """Show a new secret for the telephone to whoever knows the password of this session.

    Raises:
        Conflict: a telephone is enrolled already, or the person has no account here.
    """
    account = _own(tx, person_id, password, browser.ip)
    return account if isinstance(account, Refused) else codes.enrol(tx, person_id, account.login)


@dataclass(frozen=True)
class Enrolled:
    """From now on a code is asked for: the codes for a lost telephone, and a new session."""

    recovery_codes: list[str]
    signed: SignedIn


def confirm(tx: Session, person_id: int, code: str, browser: Browser) -> Enrolled | Refused:
    """Begin to ask for codes; every other session ends, and this one gets a new token.

    Raises:
        Conflict: there is nothing to confirm.
    """
    found = codes.confirm(tx, person_id, code)
    if found is None:
        return WRONG_CODE
    sign_out_everywhere(tx, person_id)
    return Enrolled(found, signed_in(tx, person_id, browser))


def reset_password(tx: Session, login: str) -> str:
    """Give an account a password that opens only its own change, and return it.

    Raises:
        NotFound: nobody has this login.
    """
    account = _known(tx, login)
    initial = secrets.token_urlsafe(12)
    account.password_hash, account.must_change = passwords.hashed(initial), True
    sign_out_everywhere(tx, account.person_id)
    tries.forgive(tx, tries.subjects_of(login, None))
    return initial


def reset_totp(tx: Session, login: str) -> None:
    """Forget the telephone of an account; all its sessions end.

    Raises:
        NotFound: nobody has this login.
    """
    account = _known(tx, login)
    codes.forget(tx, account.person_id)
    sign_out_everywhere(tx, account.person_id)


def _known(tx: Session, login: str) -> Account:
    account = queries.account_of(tx, login)
    if account is None:
        raise NotFound(f"没有登录名 {login} · nobody has this login")
    return account


def _own(tx: Session, person_id: int, password: str, ip: str | None) -> Account | Refused:
    """Return one's own account for its password."""
    login = tx.scalar(select(Account.login).where(Account.person_id == person_id))
    if login is None:
        raise Conflict("此人没有本地账号，请在统一认证平台修改。")
    return opened(tx, login, password, ip)
