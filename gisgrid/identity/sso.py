"""Signing in by the city's single sign-on: only people who are known here, and hold a post.

The first time somebody is known by the login that the provider names. From then on the subject
counts, which the provider never gives to another person; a login may be given anew.
"""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from gisgrid.identity import codes, queries, rules
from gisgrid.identity.provider import Vouched
from gisgrid.identity.service import Refused
from gisgrid.identity.sessions import Browser, SignedIn, signed_in
from gisgrid.identity.sso_tables import SsoSubject
from gisgrid.identity.tables import Account
from gisgrid.kernel import clock
from gisgrid.kernel.errors import Forbidden, NotFound


class UnknownPerson(Forbidden):
    """The provider vouches for somebody who has no login here."""

    title = "You are not known here"


class NoPost(Forbidden):
    """The person is known, and holds no post now."""

    title = "You hold no post now"


class SecondProofNeeded(Forbidden):
    """The person's posts or own choice ask for a second proof; the provider asked for one only."""

    title = "A second proof is needed"


UNKNOWN: Final = Refused(UnknownPerson("统一身份认证的账号在本系统没有对应人员，请联系管理员。"))
NO_POST: Final = Refused(NoPost("您目前没有任何岗位，不能登录。"))
ONE_PROOF: Final = Refused(
    SecondProofNeeded("您登录须用两种凭证，统一身份认证只验证了一种：请用密码和动态验证码登录。")
)


def sign_in(tx: Session, vouched: Vouched, *, demo: bool, browser: Browser) -> SignedIn | Refused:
    """Open a session for whom the provider vouches for; a refusal is a value, to be recorded."""
    person_id = _person(tx, vouched)
    if person_id is None:
        return UNKNOWN
    roles = queries.actor_of(tx, person_id, clock.now()).roles
    if not roles:
        return NO_POST
    forced = not demo and not roles.isdisjoint(rules.MUST_ENROL)
    if not vouched.strong and (forced or codes.is_enrolled(tx, person_id)):
        return ONE_PROOF
    _bind(tx, vouched, person_id)
    return signed_in(tx, person_id, browser, by_sso=True)


def forget_subject(tx: Session, login: str) -> None:
    """Forget whom a login's subject is: the next sign-in by that login binds anew.

    Raises:
        NotFound: there is no such login, or no subject was ever bound to it.
    """
    account = queries.account_of(tx, login)
    bound = tx.scalars(
        select(SsoSubject).where(SsoSubject.person_id == (account.person_id if account else None))
    ).all()
    if not bound:
        raise NotFound(f"{login} 没有绑定统一身份认证的账号。")
    for one in bound:
        tx.delete(one)


def _person(tx: Session, vouched: Vouched) -> int | None:
    """Return whom a subject is bound to, or whose unbound login it is."""
    bound = tx.get(SsoSubject, (vouched.issuer, vouched.subject))
    if bound is not None:
        return bound.person_id
    account = queries.account_of(tx, vouched.login) if vouched.login else None
    if account is None or _is_bound(tx, vouched.issuer, account):
        return None
    return account.person_id


def _is_bound(tx: Session, issuer: str, account: Account) -> bool:
    asked = select(SsoSubject.subject).where(SsoSubject.issuer == issuer)
    return tx.scalar(asked.where(SsoSubject.person_id == account.person_id)) is not None


def _bind(tx: Session, vouched: Vouched, person_id: int) -> None:
    if tx.get(SsoSubject, (vouched.issuer, vouched.subject)) is None:
        tx.add(SsoSubject(
            issuer=vouched.issuer, subject=vouched.subject, person_id=person_id,
            bound_at=clock.now(),
        ))  # fmt: skip
        tx.flush()
