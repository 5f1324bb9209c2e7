"""Sessions live in the database; the browser holds only a random token."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, exists, select
from sqlalchemy.orm import Session

from gisgrid.identity import queries, rules
from gisgrid.identity.actors import Actor
from gisgrid.identity.map_key_tables import MapKey
from gisgrid.identity.tables import Account, SignedSession, Totp
from gisgrid.kernel import clock
from gisgrid.kernel.errors import NotFound

AGENT_LENGTH = 200


@dataclass(frozen=True)
class Browser:
    """Where somebody signs in from, as far as it is known."""

    ip: str | None = None
    agent: str | None = None


UNKNOWN = Browser()


@dataclass(frozen=True)
class Standing:
    """Who a session belongs to, and what must be done before anything else."""

    session_id: int
    person_id: int
    actor: Actor
    must_change: bool
    """Somebody else knows the password."""
    enrolled: bool
    """Signing in asks for a code of the telephone."""
    by_sso: bool = False
    """The city's single sign-on vouched for the person."""

    @property
    def must_enrol(self) -> bool:
        """Tell whether a post asks for codes at sign-in, and there are none yet."""
        if self.by_sso:
            return False
        return not self.enrolled and not self.actor.roles.isdisjoint(rules.MUST_ENROL)


@dataclass(frozen=True)
class SignedIn:
    """A new session: the token goes into the cookie and is kept nowhere else."""

    token: str
    standing: Standing


def signed_in(tx: Session, person_id: int, browser: Browser, *, by_sso: bool = False) -> SignedIn:
    """Open a session for a person."""
    token = start_session(tx, person_id, browser, by_sso=by_sso)
    found = tx.scalars(select(SignedSession).where(_with(token))).one()
    return SignedIn(token, standing_in(tx, found))


def start_session(
    tx: Session, person_id: int, browser: Browser = UNKNOWN, *, by_sso: bool = False
) -> str:
    """Open a session for a person and return its token."""
    now = clock.now()
    tx.execute(delete(SignedSession).where(~is_open()))
    token = secrets.token_urlsafe(32)
    tx.add(
        SignedSession(
            token_hash=digest(token),
            person_id=person_id,
            created_at=now,
            seen_at=now,
            expires_at=now + rules.SESSION_LASTS,
            ip=browser.ip,
            agent=(browser.agent or "")[:AGENT_LENGTH] or None,
            by_sso=by_sso,
        )
    )
    tx.flush()
    return token


def is_open() -> ColumnElement[bool]:
    """Hold for sessions that are neither over nor forgotten at an empty desk."""
    now = clock.now()
    idle = SignedSession.seen_at > now - rules.SESSION_IDLES
    return and_(SignedSession.expires_at > now, idle)


def standing_of(tx: Session, token: str) -> Standing | None:
    """Return who is signed in with a token, with the posts held now; None when it has ended."""
    now = clock.now()
    found = tx.scalar(select(SignedSession).where(_with(token), is_open()))
    if found is None:
        return None
    if now - found.seen_at > rules.SEEN_EVERY:
        found.seen_at = now
    return standing_in(tx, found)


def standing_in(tx: Session, found: SignedSession) -> Standing:
    """Return who a session belongs to, with the posts held now."""
    person_id = found.person_id
    must_change, enrolled = tx.execute(
        select(
            exists().where(Account.person_id == person_id, Account.must_change),
            exists().where(Totp.person_id == person_id, Totp.confirmed_at.isnot(None)),
        )
    ).one()
    actor = queries.actor_of(tx, person_id, clock.now())
    held = must_change and not found.by_sso
    return Standing(found.id, person_id, actor, held, enrolled, found.by_sso)


def sign_out(tx: Session, token: str) -> None:
    """End a session; one that has ended already is no error."""
    tx.execute(delete(SignedSession).where(_with(token)))


def sign_out_everywhere(tx: Session, person_id: int) -> None:
    """End every session and every map key of a person."""
    tx.execute(delete(SignedSession).where(SignedSession.person_id == person_id))
    tx.execute(delete(MapKey).where(MapKey.person_id == person_id))


def end_session(tx: Session, person_id: int, session_id: int) -> None:
    """End one session of a person.

    Raises:
        NotFound: the person has no such open session.
    """
    mine = (SignedSession.id == session_id, SignedSession.person_id == person_id)
    ended = tx.execute(delete(SignedSession).where(*mine).returning(SignedSession.id)).first()
    if ended is None:
        raise NotFound("没有这个登录会话，或它已经结束。")


def sessions_of(tx: Session, person_id: int) -> Sequence[SignedSession]:
    """List a person's open sessions, the last used first."""
    asked = select(SignedSession).where(SignedSession.person_id == person_id, is_open())
    return tx.scalars(asked.order_by(SignedSession.seen_at.desc(), SignedSession.id.desc())).all()


def digest(token: str) -> bytes:
    """Return what is stored of a token: whoever reads the table cannot sign in with it."""
    return hashlib.sha256(token.encode()).digest()


def _with(token: str) -> ColumnElement[bool]:
    return SignedSession.token_hash == digest(token)
