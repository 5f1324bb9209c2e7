"""What may happen to a case, who may do it and what it takes: pure decisions, tables first."""

from gisgrid.cases.rules.intake import NewReport, Origin, Reporter, Source
from gisgrid.cases.rules.moves import (
    NEXT,
    Move,
    Place,
    destination,
    move_of,
    moves_from,
    sources_of,
)
from gisgrid.cases.rules.needs import NEEDS, Brought, missing, possible
from gisgrid.cases.rules.who import ROLES, Facts, acting_post, covers, holds
from gisgrid.cases.rules.words import ENDED, OPEN, Action, Need, Side, Status

__all__ = [
    "ENDED",
    "NEEDS",
    "NEXT",
    "OPEN",
    "ROLES",
    "Action",
    "Brought",
    "Facts",
    "Move",
    "Need",
    "NewReport",
    "Origin",
    "Place",
    "Reporter",
    "Side",
    "Source",
    "Status",
    "acting_post",
    "covers",
    "destination",
    "holds",
    "missing",
    "move_of",
    "moves_from",
    "possible",
    "sources_of",
]
