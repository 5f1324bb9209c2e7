"""Who is behind many tokens or map keys at once, in one plain question: what the tile path asks.

The same answer as `sessions.standing_of` and `map_keys.holder_of`, which also write down that a
session or a key is in use: a glance writes nothing, and says when it is time to go that way.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

import psycopg

from gisgrid.identity import rules
from gisgrid.identity.sessions import digest

OPEN = """
    SELECT s.token_hash, s.person_id, s.seen_at,
           EXISTS (SELECT FROM account a WHERE a.person_id = s.person_id AND a.must_change),
           EXISTS (SELECT FROM totp t
                   WHERE t.person_id = s.person_id AND t.confirmed_at IS NOT NULL),
           ARRAY (SELECT p.id FROM post p
                  WHERE p.person_id = s.person_id AND p.valid_from <= %(at)s
                    AND (p.valid_to IS NULL OR p.valid_to > %(at)s) ORDER BY p.id),
           s.by_sso
    FROM session s
    WHERE s.token_hash = ANY (%(digests)s) AND s.expires_at > %(at)s AND s.seen_at > %(idle)s
"""

OF_KEYS = """
    SELECT k.key_hash, k.person_id, k.seen_at,
           ARRAY (SELECT p.id FROM post p
                  WHERE p.person_id = k.person_id AND p.valid_from <= %(at)s
                    AND (p.valid_to IS NULL OR p.valid_to > %(at)s) ORDER BY p.id)
    FROM map_key k
    WHERE k.key_hash = ANY (%(digests)s) AND k.expires_at > %(at)s
"""


@dataclass(frozen=True, slots=True)
class Glance:
    """Whose session or key it is, which posts they hold now, and what must be done first."""

    person_id: int
    posts: tuple[int, ...]
    must_change: bool
    enrolled: bool
    by_sso: bool
    """The city's single sign-on vouched for the person."""
    is_due: bool
    """It is time to write down that the session or key is in use."""

    def is_held_up(self, roles: frozenset[str]) -> bool:
        """Tell whether something must be done before anything else, holding these roles."""
        if self.by_sso:
            return False
        return self.must_change or not (self.enrolled or roles.isdisjoint(rules.MUST_ENROL))


def glance_at(
    connection: psycopg.Connection, tokens: Collection[str], at: datetime
) -> Mapping[str, Glance]:
    """Return who is behind each of some tokens at a moment; nobody is behind one that ended."""
    known = {digest(token): token for token in tokens}
    asked = {"digests": list(known), "at": at, "idle": at - rules.SESSION_IDLES}
    rows = connection.execute(OPEN, asked).fetchall() if known else []
    return {
        known[bytes(token)]: Glance(
            person, tuple(posts), must_change, enrolled, by_sso, at - seen_at > rules.SEEN_EVERY
        )
        for token, person, seen_at, must_change, enrolled, posts, by_sso in rows
    }


def glance_at_keys(
    connection: psycopg.Connection, keys: Collection[str], at: datetime
) -> Mapping[str, Glance]:
    """Return whose each of some map keys is at a moment; nobody's is one that ended.

    A key holds nobody up: it was made by somebody who was not.
    """
    known = {digest(key): key for key in keys}
    asked = {"digests": list(known), "at": at}
    rows = connection.execute(OF_KEYS, asked).fetchall() if known else []
    return {
        known[bytes(key)]: Glance(
            person,
            tuple(posts),
            must_change=False,
            enrolled=True,
            by_sso=False,
            is_due=seen_at is None or at - seen_at > rules.SEEN_EVERY,
        )
        for key, person, seen_at, posts in rows
    }
