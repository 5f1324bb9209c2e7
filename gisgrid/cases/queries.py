"""What the cases ask the database."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    RowMapping,
    Select,
    any_,
    delete,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from gisgrid.cases.rules import OPEN, Origin
from gisgrid.cases.sql import load
from gisgrid.cases.tables import CaseFile, Idempotency, Rating, Report, Step
from gisgrid.kernel import ids
from gisgrid.kernel.rows import beyond_scope


def found(tx: Session, case: int | str, *, locked: bool = False) -> CaseFile | None:
    """Return a case by its id or its checked number, its row locked when asked for."""
    question = select(CaseFile).where(_named(case)).execution_options(populate_existing=True)
    if locked:
        question = question.with_for_update()
    return tx.scalars(question).one_or_none()


def found_all(tx: Session, ids: Sequence[int]) -> list[CaseFile]:
    """Return cases by their ids, oldest first, every row locked; unknown ones are left out."""
    those = CaseFile.id == any_(literal(list(ids), ARRAY(BigInteger)))
    question = select(CaseFile).where(those).order_by(CaseFile.id).with_for_update()
    return list(tx.scalars(question.execution_options(populate_existing=True)))


def _named(case: int | str) -> ColumnElement[bool]:
    """Ask for one case, within the month that its id or number carries."""
    if isinstance(case, int):
        return CaseFile.id == case
    day = ids.day_of_number(case)
    first, after = ids.span_of(day, day)
    return (CaseFile.number == case) & CaseFile.id.between(first, after - 1)


def steps(tx: Session, case_id: int) -> list[Step]:
    """Return a case's history, first step first."""
    asked = select(Step).where(Step.case_id == case_id).order_by(Step.seq)
    return list(tx.scalars(asked))


def reports(tx: Session, case_id: int) -> list[Report]:
    """Return what was reported to a case, the first report first."""
    asked = select(Report).where(Report.case_id == case_id).order_by(Report.id)
    return list(tx.scalars(asked))


def first_report(tx: Session, case_id: int) -> int | None:
    """Return the report that a case began with."""
    return tx.scalar(select(func.min(Report.id)).where(Report.case_id == case_id))


def complaints(tx: Session, case_ids: Iterable[int]) -> list[int]:
    """Return the ids of the complaints among what was reported to cases."""
    asked = select(Report.id).where(Report.case_id.in_(list(case_ids)))
    return list(tx.scalars(asked.where(Report.origin == Origin.COMPLAINT)))


def report(tx: Session, report_id: int) -> Report | None:
    """Return one report."""
    return tx.scalars(select(Report).where(Report.id == report_id)).one_or_none()


def ratings(tx: Session, case_id: int) -> list[Rating]:
    """Return both sides' words on a case."""
    asked = select(Rating).where(Rating.case_id == case_id).order_by(Rating.id)
    return list(tx.scalars(asked))


def merged_cases(tx: Session, case_id: int) -> list[CaseFile]:
    """Return the cases that were merged into one."""
    asked = select(CaseFile).where(CaseFile.merged_into == case_id).order_by(CaseFile.id)
    return list(tx.scalars(asked))


def erase_reporter(tx: Session, case_id: int) -> None:
    """Erase what is personal about the reporter; the digests stay."""
    tx.execute(text("SELECT erase_reporter(:case_id)"), {"case_id": case_id})


def overdue_reporters(
    tx: Session, before: datetime, most: int | None
) -> list[tuple[int, datetime]]:
    """Return cases that ended before a moment and still know their reporter, with their end."""
    rows = tx.execute(text(load("overdue_reporters")), {"before": before, "most": most})
    return [(case_id, ended_at) for case_id, ended_at in rows]


def at_rest(tx: Session, before: datetime, most: int) -> Sequence[int]:
    """Return cases that were closed before a moment without a word since, the oldest first."""
    return tx.scalars(text(load("at_rest")), {"before": before, "most": most}).all()


def duplicates(tx: Session, asked: Mapping[str, object]) -> Sequence[RowMapping]:
    """Return open cases of a class near a point, the nearest first."""
    return tx.execute(text(load("duplicates")), asked).mappings().all()


def nearby(tx: Session, asked: Mapping[str, object]) -> Sequence[RowMapping]:
    """Return open cases of every class near a point, the nearest first."""
    return tx.execute(text(load("nearby")), asked).mappings().all()


def histories(tx: Session, after: int, most: int) -> tuple[list[CaseFile], dict[int, list[Step]]]:
    """Return the cases that follow an id, with their steps by case."""
    cases = list(tx.scalars(_after(after, most)))
    those = any_(literal([case.id for case in cases], ARRAY(BigInteger)))
    asked = select(Step).where(Step.case_id == those).order_by(Step.case_id, Step.seq)
    by_case: dict[int, list[Step]] = {}
    for step in tx.scalars(asked):
        by_case.setdefault(step.case_id, []).append(step)
    return cases, by_case


def history_now(tx: Session, case_id: int) -> tuple[CaseFile, list[Step]]:
    """Return a case with its steps as of one moment: no step is taken between the two."""
    asked = (
        select(CaseFile, Step)
        .outerjoin(Step, Step.case_id == CaseFile.id)
        .where(CaseFile.id == case_id)
        .order_by(Step.seq)
        .execution_options(populate_existing=True)
    )
    rows: Sequence[tuple[CaseFile, Step | None]] = [(one, step) for one, step in tx.execute(asked)]
    return rows[0][0], [step for _, step in rows if step is not None]


def orphans(tx: Session, after: int, upto: int | None) -> list[tuple[int, int]]:
    """Return the cases that are gone although they have steps, and how many."""
    asked = (
        select(Step.case_id, func.count())
        .outerjoin(CaseFile, CaseFile.id == Step.case_id)
        .where(CaseFile.id.is_(None), Step.case_id > after)
        .group_by(Step.case_id)
        .order_by(Step.case_id)
    )
    if upto is not None:
        asked = asked.where(Step.case_id <= upto)
    return [(case_id, count) for case_id, count in tx.execute(asked)]


def _after(last: int, batch: int) -> Select[CaseFile]:
    return select(CaseFile).where(CaseFile.id > last).order_by(CaseFile.id).limit(batch)


def placed_cases(tx: Session, batch: int) -> Iterator[list[CaseFile]]:
    """Return the cases that have a point, in batches by id."""
    last = 0
    while cases := list(tx.scalars(_after(last, batch).where(CaseFile.point.is_not(None)))):
        last = cases[-1].id
        yield cases


def received_between(tx: Session, since: datetime, until: datetime) -> Iterator[CaseFile]:
    """Return the cases received in a span of time, the oldest first."""
    asked = select(CaseFile).where(CaseFile.received_at >= since, CaseFile.received_at < until)
    yield from tx.scalars(asked.order_by(CaseFile.id))


def ensure_months(tx: Session, first: date, last: date) -> None:
    """Make the partitions of these months, where they are missing."""
    tx.execute(text("SELECT ensure_months(:first, :last)"), {"first": first, "last": last})


def forget_keys(tx: Session, before: datetime) -> int:
    """Forget idempotency keys that nobody repeats any more."""
    return len(tx.execute(delete(Idempotency).where(Idempotency.at < before).returning(1)).all())


def count_unrouted(tx: Session) -> int:
    """Count the open cases for which nobody answers."""
    asked = select(func.count()).select_from(CaseFile)
    open_now = CaseFile.status.in_([str(status) for status in OPEN])
    with beyond_scope(tx):
        return tx.scalar(asked.where(open_now, CaseFile.unrouted.is_not(None))) or 0
