"""What somebody does to the audit who owns the database, and what is found of it."""

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session, sessionmaker

from gisgrid.identity import audit_faults

ENTRY = text("""
    INSERT INTO audit_entry (at, verb, operation, status, address)
    SELECT CAST(:at AS timestamptz) + n * interval '1 s', 'POST', '/api/session', 201, '192.0.2.1'
    FROM generate_series(1, :count) AS n
""")


def nth(n: int) -> str:
    """Write what asks for the id of the n-th entry."""
    return f"(SELECT id FROM audit_entry ORDER BY id OFFSET {n - 1} LIMIT 1)"


def tamper(owner: Engine, *changes: str) -> None:
    """Change the audit as its owner, with the triggers out of the way."""
    with owner.begin() as tables:
        for table in ("audit_entry", "audit_link"):
            tables.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        for change in changes:
            tables.execute(text(change))


def faults(sessions: sessionmaker[Session]) -> list[tuple[str, int | None]]:
    with sessions() as tx:
        return [(fault.kind, fault.seq) for fault in audit_faults(tx)]
