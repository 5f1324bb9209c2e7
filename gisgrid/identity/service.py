"""Signing in and out: sessions live in the database, the browser holds only a random token."""

import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from gisgrid.identity import passwords, queries, rules
from gisgrid.identity.actors import Actor
from gisgrid.identity.tables import Account, SignedSession
from gisgrid.kernel import clock


@dataclass(frozen=True)
class SignedIn:
    """A new session: the token goes into the cookie and is kept nowhere else."""

    token: str
    actor: Actor


@dataclass(frozen=True)
class Refused:
    """Why a login was refused, without telling whether the account exists.

    It is a value, not an error: the count of failures must be committed.
    """

    reason: str


WRONG = Refused("登录名或密码不正确。")
LOCKED = Refused("密码连续错误次数过多，请一刻钟后再试。")
DEMO_ONLY = Refused("演示密码只在演示模式下有效，请使用自己的密码。")


def sign_in(
    tx: Session, login: str, password: str, *, demo: bool, ip: str | None = None
) -> SignedIn | Refused:
    """Open a session for whoever knows the password of a login."""
    if password == passwords.DEMO_PASSWORD and not demo:
        return DEMO_ONLY
    account = queries.account_of(tx, login)
    if account and account.locked_until and account.locked_until > clock.now():
        return LOCKED
    if not passwords.fits(account, password) or account is None:
        return _failed(account)
    account.failed_count, account.locked_until = 0, None
    return SignedIn(start_session(tx, account.person_id, ip), _actor(tx, account.person_id))


def start_session(tx: Session, person_id: int, ip: str | None = None) -> str:
    """Open a session for a person and return its token."""
    now = clock.now()
    tx.execute(delete(SignedSession).where(SignedSession.expires_at <= now))
    token = secrets.token_urlsafe(32)
    tx.add(
        SignedSession(
            token_hash=digest(token),
            person_id=person_id,
            created_at=now,
            seen_at=now,
            expires_at=now + rules.SESSION_LASTS,
            ip=ip,
        )
    )
    tx.flush()
    return token


def sign_out(tx: Session, token: str) -> None:
    """End a session; one that has ended already is no error."""
    tx.execute(delete(SignedSession).where(SignedSession.token_hash == digest(token)))


def actor_of_token(tx: Session, token: str) -> Actor | None:
    """Return who is signed in with a token, with the posts held now."""
    now = clock.now()
    found = queries.open_session(tx, digest(token), now)
    if found is None:
        return None
    if now - found.seen_at > rules.SEEN_EVERY:
        found.seen_at = now
    return queries.actor_of(tx, found.person_id, now)


def digest(token: str) -> bytes:
    """Return what is stored of a token: whoever reads the table cannot sign in with it."""
    return hashlib.sha256(token.encode()).digest()


def _actor(tx: Session, person_id: int) -> Actor:
    return queries.actor_of(tx, person_id, clock.now())


def _failed(account: Account | None) -> Refused:
    if account is None:
        return WRONG
    account.failed_count += 1
    if not rules.is_locking(account.failed_count):
        return WRONG
    account.locked_until = clock.now() + rules.LOCKED_FOR
    return LOCKED
