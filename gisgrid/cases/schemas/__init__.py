"""Reports, cases and steps on the wire."""

from gisgrid.cases.schemas.reporters import (
    ByPhoneIn,
    OwnReportOut,
    OwnReportsOut,
    ReporterOut,
    UnmaskIn,
)
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
    "OwnReportOut",
    "OwnReportsOut",
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
