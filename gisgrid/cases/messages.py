"""What the cases tell the rest: facts in the past tense."""

from dataclasses import dataclass

from gisgrid.kernel.messages import Message


@dataclass(frozen=True)
class ReportReceived(Message):
    """A report was taken in."""

    report_id: int
    case_id: int


@dataclass(frozen=True)
class CaseRouted(Message):
    """Somebody was found who answers for a case."""

    case_id: int


@dataclass(frozen=True)
class EmergencyRouted(Message):
    """An emergency has its lead: it is dispatched first and filed after."""

    case_id: int


@dataclass(frozen=True)
class CaseFiled(Message):
    """A filing condition was chosen, by a person or by policy."""

    case_id: int


@dataclass(frozen=True)
class SolvedOnSpot(Message):
    """An officer mended something on the spot; some of these are looked at."""

    case_id: int


@dataclass(frozen=True)
class StepTaken(Message):
    """A step was appended to a case's history."""

    case_id: int
    seq: int
    action: str
