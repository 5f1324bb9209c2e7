"""The words of a case's life: statuses, actions, sides, and what an action must bring."""

from enum import StrEnum, auto
from typing import Final


class Status(StrEnum):
    """Where a case stands."""

    RECEIVED = auto()
    VERIFYING = auto()
    FILED = auto()
    DISPATCHED = auto()
    HANDLING = auto()
    RETURNED = auto()
    CONSULTING = auto()
    ON_THE_BOOKS = auto()
    FEEDBACK = auto()
    REWORK = auto()
    SOLVED = auto()
    CHECKED = auto()
    CLOSED = auto()
    ARCHIVED = auto()
    NOT_FILED = auto()
    MERGED = auto()


ENDED: Final = frozenset({Status.NOT_FILED, Status.MERGED, Status.CLOSED, Status.ARCHIVED})
OPEN: Final = frozenset(Status) - ENDED


class Action(StrEnum):
    """What somebody does to a case; each is one row of NEXT."""

    REPORT = auto()
    ASK_VERIFY = auto()
    VERIFY = auto()
    FILE = auto()
    DECLINE = auto()
    DISPATCH = auto()
    DISPATCH_FIRST = auto()
    ANSWER = auto()
    SOLVE_ON_SPOT = auto()
    ACCEPT_SOLVED = auto()
    REFUTE_SOLVED = auto()
    MERGE = auto()
    UNMERGE = auto()
    SIGN_IN = auto()
    ASSIGN_ONWARD = auto()
    REFER_UPWARD = auto()
    RETURN = auto()
    REDISPATCH = auto()
    ARBITRATE = auto()
    CONSULT = auto()
    SAY = auto()
    DECIDE = auto()
    ASK_EXTENSION = auto()
    GRANT_EXTENSION = auto()
    REFUSE_EXTENSION = auto()
    SHELVE = auto()
    RESUME = auto()
    SUPERVISE = auto()
    FEEDBACK = auto()
    CHECK_PASS = auto()
    CHECK_FAIL = auto()
    CLOSE = auto()
    REPLY = auto()
    RATE = auto()
    CALL_BACK = auto()
    ARCHIVE = auto()
    REOPEN = auto()
    REROUTE = auto()
    ANONYMISE = auto()
    NOTE = auto()


class Side(StrEnum):
    """On whose behalf an action is taken."""

    ACCEPTOR = auto()
    DISPATCHER = auto()
    GRID_OFFICE = auto()
    SUPERVISOR = auto()
    LEADER = auto()
    UNIT = auto()
    """Any station with an open order on the case."""
    LEAD = auto()
    """The one station that answers for the case."""
    OFFICER = auto()
    CHECKER = auto()
    """A checker of a station that never had the case."""
    CLOSER = auto()
    """The dispatcher, grid office or supervision group of a station that never had the case."""
    SECURITY = auto()
    REPORTER = auto()
    SYSTEM = auto()
    ANYONE = auto()


class Need(StrEnum):
    """What an action must bring, or what must be true of the case."""

    REASON = auto()
    REPLY = auto()
    CONDITION = auto()
    LEAD = auto()
    TO = auto()
    GENUINE = auto()
    TARGET = auto()
    PARTIES = auto()
    DUE = auto()
    RULING = auto()
    UNTIL = auto()
    SCORE = auto()
    PHOTO = auto()
    """A photo, unless the class needs no place."""
    BEFORE_AND_AFTER = auto()
    EMERGENCY = auto()
    APPEAL = auto()
    MAY_REOPEN = auto()
    MAY_RETURN = auto()
