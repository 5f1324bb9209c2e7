"""Who signs in, and how: open until somebody is known, then one's own or whose work it is."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from gisgrid.cases.service.sight import let_see
from gisgrid.identity import Actor
from tests.integration.access.open_tables import ARRIVING
from tests.integration.access.walls import as_web, post_of

PEOPLE = {"account", "totp"}
SIGN_INS = {"failed_sign_in", "map_key", "recovery_code", "session", "sso_subject"}
DEVICES = {"device", "device_token"}
OWN = (PEOPLE | SIGN_INS) - {"failed_sign_in"}
OPENED = {
    "handler": set(),
    "dispatcher": set(),
    "grid_office": PEOPLE,
    "system_admin": PEOPLE | SIGN_INS | DEVICES,
    "security_admin": PEOPLE | SIGN_INS | DEVICES,
    "audit_admin": PEOPLE | DEVICES,
}
"""Whose rows beside one's own each role sees, by what its verbs ask for."""
FILL = (
    """
    CREATE TEMP TABLE two ON COMMIT DROP AS
    SELECT id, row_number() OVER (ORDER BY id)::int AS n FROM person ORDER BY id LIMIT 2
    """,
    "DELETE FROM session",
    "DELETE FROM map_key",
    "DELETE FROM account WHERE person_id NOT IN (SELECT id FROM two)",
    """
    INSERT INTO account (person_id, login, password_hash) SELECT id, 'wall' || n, '' FROM two
    ON CONFLICT (person_id) DO NOTHING
    """,
    "INSERT INTO totp (person_id, sealed_secret) SELECT id, '' FROM two",
    "INSERT INTO recovery_code (code_hash, person_id) SELECT sha256(n::text::bytea), id FROM two",
    """
    INSERT INTO session (token_hash, person_id, created_at, seen_at, expires_at)
    SELECT sha256(n::text::bytea), id, now(), now(), now() FROM two
    """,
    """
    INSERT INTO map_key (key_hash, person_id, name, created_at, expires_at)
    SELECT sha256(n::text::bytea), id, 'QGIS', now(), now() FROM two
    """,
    """
    INSERT INTO sso_subject (issuer, subject, person_id, bound_at)
    SELECT 'i', n::text, id, now() FROM two
    """,
    """
    INSERT INTO failed_sign_in (subject, failed, last_at)
    SELECT sha256(n::text::bytea), 1, now() FROM two
    """,
    """
    WITH made AS (
      INSERT INTO device (code, name, source, platform)
      SELECT 'wall' || n, '', 'platform', 'p' || n FROM two RETURNING id
    )
    INSERT INTO device_token (token_hash, device_id, created_at)
    SELECT sha256(id::text::bytea), id, now() FROM made
    """,
    """
    INSERT INTO citizen_code (phone_index, expires_at, day_began)
    SELECT n::text::bytea, now(), now() FROM two
    """,
    """
    INSERT INTO citizen_session (token_hash, phone_sealed, expires_at)
    SELECT n::text::bytea, '', now() FROM two
    """,
)


@pytest.fixture
def mine(tx: Session) -> int:
    """Two of everything that somebody signs in with; return whose the first of each is."""
    for order in FILL:
        tx.execute(text(order))
    return int(tx.scalar(text("SELECT min(id) FROM two")) or 0)


def seen(web: Session) -> dict[str, int]:
    count = {name: text(f"SELECT count(*) FROM {name}") for name in ARRIVING}
    return {name: web.scalar(asked) or 0 for name, asked in count.items()}


def test_until_somebody_is_known_whoever_arrives_is_looked_for(tx: Session, mine: int) -> None:
    with as_web(tx) as web:
        assert min(seen(web).values()) >= 2


@pytest.mark.parametrize("role", OPENED)
def test_then_one_s_own_is_seen_and_the_rest_by_whose_work_it_is(
    tx: Session, mine: int, role: str
) -> None:
    with as_web(tx) as web:
        let_see(web, Actor(mine, role, (post_of(role),)))
        found = seen(web)
    everybody_s = {name for name, count in found.items() if count >= 2}
    own = {name for name, count in found.items() if count == 1}
    assert everybody_s == OPENED[role]
    assert own == OWN - OPENED[role]


def test_a_hash_or_a_session_of_somebody_else_is_neither_changed_nor_ended(
    tx: Session, mine: int
) -> None:
    with as_web(tx) as web:
        let_see(web, Actor(mine, "handler", (post_of("handler"),)))
        changed = text("UPDATE account SET password_hash = 'x' RETURNING person_id")
        ended = text("DELETE FROM session RETURNING person_id")
        assert web.scalars(changed).all() == [mine]
        assert web.scalars(ended).all() == [mine]
