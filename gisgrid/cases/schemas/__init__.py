"""Reports, cases and steps on the wire."""

from gisgrid.cases.schemas.reporters import ByPhoneIn, ReporterOut, UnmaskIn
from gisgrid.cases.schemas.said import (
    Lang,
    ListIn,
    NearIn,
    RatingIn,
    RedactionIn,
    ReopenIn,
    ReportIn,
    StepIn,
)
from gisgrid.cases.schemas.shown import (
    ActionOut,
    CaseOut,
    CasesOut,
    CaseWhole,
    DuplicateOut,
    FollowedOut,
    RatingOut,
    ReceiptOut,
    ReportOut,
    StepOut,
    StepTakenOut,
)

__all__ = [
    "ActionOut",
    "ByPhoneIn",
    "CaseOut",
    "CaseWhole",
    "CasesOut",
    "DuplicateOut",
    "FollowedOut",
    "Lang",
    "ListIn",
    "NearIn",
    "RatingIn",
    "RatingOut",
    "ReceiptOut",
    "RedactionIn",
    "ReopenIn",
    "ReportIn",
    "ReportOut",
    "ReporterOut",
    "StepIn",
    "StepOut",
    "StepTakenOut",
    "UnmaskIn",
]
