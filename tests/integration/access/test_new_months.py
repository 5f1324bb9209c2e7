"""Partitions that the nightly job makes are as closed as those that a migration made."""

from sqlalchemy import text
from sqlalchemy.orm import Session

MADE = text("SELECT relname FROM pg_class WHERE relname ~ '_203105$' AND relkind = 'r'")
HELD = text("""
    SELECT has_table_privilege(role, :part, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')
    FROM unnest(ARRAY['gisgrid_app', 'gisgrid_system']) AS role
""")


def test_a_month_that_is_made_later_opens_to_nobody_by_itself(tx: Session) -> None:
    tx.execute(text("SELECT ensure_months('2031-05-01', '2031-05-01')"))
    held = {part: tx.scalars(HELD, {"part": part}).all() for part in tx.scalars(MADE)}
    assert {"audit_entry_203105", "step_203105", "case_file_203105"} <= set(held)
    assert [part for part, found in held.items() if any(found)] == []
    write = "INSERT INTO audit_entry (id, at, verb, operation, status) VALUES"
    tx.execute(text(f"{write} (203105000000001, now(), 'POST', '/api/session', 201)"))
    asked = text("SELECT tableoid::regclass::text FROM audit_entry WHERE id = 203105000000001")
    assert tx.scalar(asked) == "audit_entry_203105"
