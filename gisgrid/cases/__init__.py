"""What people and things report, the case it becomes, and everything that happens to it.

receipt = submit(tx, NewReport(source=Source.CITIZEN, text="路灯不亮", x=113.18, y=35.24))
found = lock(tx, receipt.number)                      # the row, held until the commit
take(tx, found, Action.SIGN_IN, actor=actor)          # the only way a status changes
act(tx, found, Action.MERGE, Words(codes={"target": number}), actor=actor)
"""

from gisgrid.cases.messages import (
    CaseFiled,
    CaseRouted,
    EmergencyRouted,
    ReportReceived,
    SolvedOnSpot,
    StepTaken,
)
from gisgrid.cases.ports import (
    Due,
    Words,
    install_deadlines,
    install_moves,
    install_offer,
    install_part,
    install_parties,
)
from gisgrid.cases.queries import count_unrouted
from gisgrid.cases.rules import (
    ENDED,
    NEXT,
    OPEN,
    Action,
    NewReport,
    Origin,
    Reporter,
    Source,
    Status,
)
from gisgrid.cases.rules.labels import ACTIONS, STATUSES
from gisgrid.cases.service.batch import Batch, submit_many
from gisgrid.cases.service.correcting import Correction, reroute
from gisgrid.cases.service.evaluation import Verdict, rate, reopen
from gisgrid.cases.service.finding import case, lock, lock_all
from gisgrid.cases.service.forgetting import anonymise
from gisgrid.cases.service.in_use import classes_in_use
from gisgrid.cases.service.intake import submit
from gisgrid.cases.service.listing import Asked, Page, listed
from gisgrid.cases.service.merging import Duplicate, duplicates, merge, unmerge
from gisgrid.cases.service.moved import past_questions
from gisgrid.cases.service.moving import act
from gisgrid.cases.service.offering import allowed
from gisgrid.cases.service.photos import pictures_of, reported_pictures
from gisgrid.cases.service.queues import counts as queue_counts
from gisgrid.cases.service.queues import in_queue, passed
from gisgrid.cases.service.receipts import Receipt, follow_token
from gisgrid.cases.service.refusals import NOT_YOURS, NoSuchCase, NotNow, NotYours, StepLacks
from gisgrid.cases.service.retention import due_to_forget, forget_old
from gisgrid.cases.service.seeking import Sought, seek
from gisgrid.cases.service.sifting import Refused
from gisgrid.cases.service.sight import Reach, Standing, let_see, reach, seen_of, visible, within
from gisgrid.cases.service.steps import REPORTER, Taking, take, take_all
from gisgrid.cases.service.telling import Whole, point_of, seen, whole
from gisgrid.cases.service.verifying import ChainVerdict, verify_all, verify_chain
from gisgrid.cases.tables import CaseFile, Rating, Report, Step

__all__ = [
    "ACTIONS",
    "ENDED",
    "NEXT",
    "NOT_YOURS",
    "OPEN",
    "REPORTER",
    "STATUSES",
    "Action",
    "Asked",
    "Batch",
    "CaseFile",
    "CaseFiled",
    "CaseRouted",
    "ChainVerdict",
    "Correction",
    "Due",
    "Duplicate",
    "EmergencyRouted",
    "NewReport",
    "NoSuchCase",
    "NotNow",
    "NotYours",
    "Origin",
    "Page",
    "Rating",
    "Reach",
    "Receipt",
    "Refused",
    "Report",
    "ReportReceived",
    "Reporter",
    "SolvedOnSpot",
    "Sought",
    "Source",
    "Standing",
    "Status",
    "Step",
    "StepLacks",
    "StepTaken",
    "Taking",
    "Verdict",
    "Whole",
    "Words",
    "act",
    "allowed",
    "anonymise",
    "case",
    "classes_in_use",
    "count_unrouted",
    "due_to_forget",
    "duplicates",
    "follow_token",
    "forget_old",
    "in_queue",
    "install_deadlines",
    "install_moves",
    "install_offer",
    "install_part",
    "install_parties",
    "let_see",
    "listed",
    "lock",
    "lock_all",
    "merge",
    "passed",
    "past_questions",
    "pictures_of",
    "point_of",
    "queue_counts",
    "rate",
    "reach",
    "reopen",
    "reported_pictures",
    "reroute",
    "seek",
    "seen",
    "seen_of",
    "submit",
    "submit_many",
    "take",
    "take_all",
    "unmerge",
    "verify_all",
    "verify_chain",
    "visible",
    "whole",
    "within",
]
