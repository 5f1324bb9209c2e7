"""Reporters and what is personal about steps are sealed; phones are found by a blind index."""
from collections.abc import Callable
from importlib.resources import files
from typing import Any

from alembic import op
from sqlalchemy import Connection, text

from gisgrid.kernel import chain
from gisgrid.kernel.sealing import Place, normal_phone, sealer

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None
CONTRACT = "The older program reads report.reporter and step.personal: stop it before migrating."

BATCH = 2000
REPORTS = text("""
    SELECT id, reporter FROM report
    WHERE id > :last AND jsonb_typeof(reporter) = 'object' ORDER BY id LIMIT :batch
""")
SEAL_REPORT = text("""
    UPDATE report SET reporter_sealed = :sealed, phone_index = :index WHERE id = :id
""")
STEPS = text("""
    SELECT case_id, seq, personal FROM step
    WHERE (case_id, seq) > (:last, :seq) AND jsonb_typeof(personal) = 'object'
    ORDER BY case_id, seq LIMIT :batch
""")
SEAL_STEP = text("UPDATE step SET personal_sealed = :sealed WHERE case_id = :case_id AND seq = :seq")


def upgrade() -> None:
    connection = op.get_bind()
    run(connection, "0003_sealed_columns")
    in_batches(connection, REPORTS, {"last": 0}, seal_reports)
    in_batches(connection, STEPS, {"last": 0, "seq": 0}, seal_steps)
    run(connection, "0003_open_columns_gone")


def run(connection: Connection, name: str) -> None:
    source = files("gisgrid.migrations").joinpath("sql", f"{name}.sql")
    connection.exec_driver_sql(source.read_text("utf-8").replace("%", "%%"))


def in_batches(
    connection: Connection,
    asked: Any,
    start: dict[str, int],
    seal: Callable[[Connection, Any], dict[str, int]],
) -> None:
    """Seal what was kept open, a few thousand rows at a time."""
    while rows := connection.execute(asked, {**start, "batch": BATCH}).all():
        start = seal(connection, rows)


def seal_reports(connection: Connection, rows: Any) -> dict[str, int]:
    keys = sealer()
    sealed = [
        {
            "id": row.id,
            "sealed": keys.seal(written(row.reporter), Place("report", "reporter", row.id)),
            "index": index_of(row.reporter.get("phone")),
        }
        for row in rows
    ]
    connection.execute(SEAL_REPORT, sealed)
    return {"last": rows[-1].id}


def seal_steps(connection: Connection, rows: Any) -> dict[str, int]:
    keys = sealer()
    sealed = [
        {
            "case_id": row.case_id,
            "seq": row.seq,
            "sealed": keys.seal(
                written(row.personal), Place("step", "personal", f"{row.case_id}/{row.seq}")
            ),
        }
        for row in rows
    ]
    connection.execute(SEAL_STEP, sealed)
    return {"last": rows[-1].case_id, "seq": rows[-1].seq}


def written(personal: dict[str, Any]) -> str:
    return chain.canonical(personal).decode()


def index_of(phone: str | None) -> bytes | None:
    return sealer().blind(normal_phone(phone)) if phone else None


def downgrade() -> None:
    raise NotImplementedError("What was sealed is not opened again for an older version.")
