"""The same intake through SQLAlchemy's async ORM: the peer of the benchmark, nothing else.

Routing, hashing and the answer are ours, from books that are read once at the start (so the
peer is spared the questions whether they still hold); what differs is what is usual elsewhere:
an async session, mapped objects added one by one, a flush, one statement for each of them.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated, Any

from fastapi import FastAPI, Header
from sqlalchemy import DateTime, LargeBinary, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session

from gisgrid import reactions
from gisgrid.cases.pages import receipt_page
from gisgrid.cases.schemas import ReceiptOut, ReportIn
from gisgrid.cases.service.intake import drafted, refuse
from gisgrid.cases.service.keys import body_hash
from gisgrid.cases.service.receipts import kept, receipt_of
from gisgrid.cases.service.rows import case_row, report_row, step_row, steps_of
from gisgrid.cases.tables import CaseFile, Idempotency, Report, Step
from gisgrid.kernel.db import Table, engine_of, sessions_of
from gisgrid.kernel.jobs import as_json
from gisgrid.kernel.settings import settings

JOB = text("""
    INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args)
    VALUES ('default', 'gisgrid.dispatch.jobs.open_order', 0, CAST(:args AS jsonb))
""")


def mapped(kind: type[Table], row: dict[str, Any]) -> Table:
    """Return a mapped object of a row, its moments and bytes as Python's own."""
    columns = kind.__table__.columns
    return kind(**{name: python(columns[name].type, value) for name, value in row.items()})


def python(kind: object, value: Any) -> Any:
    """Return a value as the mapping expects it."""
    if isinstance(value, tuple):
        return list(value)
    if isinstance(kind, DateTime) and isinstance(value, str):
        return datetime.fromisoformat(value)
    if isinstance(kind, LargeBinary) and isinstance(value, str):
        return bytes.fromhex(value[2:])
    return value


def prepared(books: Session, said: ReportIn, key: str) -> tuple[list[Table], ReceiptOut, int]:
    """Return the objects to add, the answer, and the case."""
    new = said.new(key)
    refuse(new, None)
    draft = drafted(books, new, None)
    receipt, steps = receipt_of(draft), steps_of(draft)
    remembered = Idempotency(
        key=key, body_hash=body_hash(draft.new), answer=kept(receipt), at=draft.at
    )
    rows = [mapped(Step, step_row(step)) for step in steps]
    case, report = mapped(CaseFile, case_row(draft, steps)), mapped(Report, report_row(draft))
    return [remembered, case, report, *rows], receipt_page(receipt, "zh"), draft.id


def production() -> FastAPI:
    """Build the peer on the same database."""
    reactions.install()
    engine = create_async_engine(settings().database_url, pool_size=16, max_overflow=0)
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    books = sessions_of(engine_of(settings().database_url, 1))()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await engine.dispose()

    app = FastAPI(lifespan=lifespan)

    @app.post("/api/reports", status_code=201)
    async def report(
        said: ReportIn, key: Annotated[str, Header(alias="Idempotency-Key")]
    ) -> ReceiptOut:
        async with sessions.begin() as tx:
            return await taken_in(tx, *prepared(books, said, key), key)

    return app


async def taken_in(
    tx: AsyncSession, objects: list[Table], answer: ReceiptOut, case_id: int, key: str
) -> ReceiptOut:
    """Take one report in: read for the key, then add, flush, and queue the job."""
    await tx.get(Idempotency, key)
    tx.add_all(objects[:2])
    await tx.flush()
    tx.add_all(objects[2:])
    await tx.execute(JOB, {"args": as_json({"case_id": case_id})})
    return answer
