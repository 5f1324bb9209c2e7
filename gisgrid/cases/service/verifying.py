"""Verifies that no step of a case was edited, added or removed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from gisgrid.cases import queries
from gisgrid.cases.rules.history import COLUMNS, Entry, body_of
from gisgrid.cases.service.finding import case as case_of
from gisgrid.cases.service.personal import payload_as_found
from gisgrid.cases.tables import CaseFile, Step
from gisgrid.kernel import chain

BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class ChainVerdict:
    """What a case's chain says: no fault, or the first one."""

    case_id: int
    number: str
    steps: int
    fault: chain.Fault | None


@dataclass(frozen=True, slots=True)
class Verified:
    """What a page of cases says; `after` is where the next one begins, None at the end."""

    verdicts: Sequence[ChainVerdict]
    after: int | None


def verify_chain(tx: Session, which: int | str) -> ChainVerdict:
    """Return whether a case's history is what was written."""
    return verdict_of(*queries.history_now(tx, case_of(tx, which).id))


def verify_all(tx: Session) -> Iterator[ChainVerdict]:
    """Verify every case, the oldest first, a few hundred in memory at a time."""
    after: int | None = 0
    while after is not None:
        page = verify_some(tx, after, BATCH)
        yield from page.verdicts
        after = page.after
        tx.expunge_all()


def verify_some(tx: Session, after: int, most: int) -> Verified:
    """Verify the cases that follow an id; steps whose case is gone are a fault of that case.

    Steps are taken meanwhile: where cases and steps do not agree, the case is looked at once more,
    as of one moment.
    """
    cases, steps = queries.histories(tx, after, most)
    last = cases[-1].id if len(cases) == most else None
    verdicts = [verdict_of(case, steps.get(case.id, [])) for case in cases]
    sure = [verdict_of(*queries.history_now(tx, v.case_id)) if v.fault else v for v in verdicts]
    gone = [
        ChainVerdict(case_id, str(case_id), count, chain.Fault(1, "case_missing"))
        for case_id, count in queries.orphans(tx, after, last)
    ]
    return Verified([*sure, *gone], last)


def verdict_of(case: CaseFile, steps: list[Step]) -> ChainVerdict:
    """Return what the chain of these steps says, the case's own head and status included."""
    fault = chain.first_fault(map(link_of, steps), case.head, case.last_seq)
    return ChainVerdict(case.id, case.number, len(steps), fault or _status_fault(case, steps))


def _status_fault(case: CaseFile, steps: list[Step]) -> chain.Fault | None:
    """Find a status that no step led to."""
    last = steps[-1] if steps else None
    if last is not None and last.to_status != case.status:
        return chain.Fault(last.seq, "status_edited")
    return None


def link_of(step: Step) -> chain.Link:
    """Return a stored step as a link of its chain."""
    entry = Entry(**{name: getattr(step, name) for name in COLUMNS})
    return chain.Link(
        seq=step.seq,
        prev=step.prev,
        hash=step.hash,
        body=body_of(entry),
        digest=step.digest,
        salt=step.salt,
        personal=payload_as_found(step),
    )
