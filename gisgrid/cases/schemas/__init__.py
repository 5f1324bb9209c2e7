"""Reports, cases and steps on the wire."""

from gisgrid.cases.schemas.said import (
    ByPhoneIn,
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
    "StepIn",
    "StepOut",
    "StepTakenOut",
]
