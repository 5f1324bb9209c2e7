"""Patrols: who is on duty in the grid, where they are and went, and check-ins at assets.

go_on_duty(tx, actor)                   # Patrol: from now until its hours are over
record_positions(tx, actor, positions)  # kept only within a patrol; safe to say again
go_off_duty(tx, actor)                  # the last position is gone from the map at once
check_in(tx, actor, new)                # CheckIn: who stood by an asset, and what they found
load_rounds(tx, folder)                 # how often which assets are to be checked
"""

from gisgrid.patrols.check_ins import check_in
from gisgrid.patrols.past import PastCheckIn, write_past
from gisgrid.patrols.retention import (
    due_to_forget,
    forget_places,
    forget_tracks,
    places_due_to_forget,
)
from gisgrid.patrols.rounds import load_rounds
from gisgrid.patrols.rules import NewCheckIn, Position, Result
from gisgrid.patrols.service import (
    OffDuty,
    go_off_duty,
    go_on_duty,
    record_positions,
)
from gisgrid.patrols.sight import OfficerSight, check_in_sight, sight

__all__ = [
    "NewCheckIn",
    "OffDuty",
    "OfficerSight",
    "PastCheckIn",
    "Position",
    "Result",
    "check_in",
    "check_in_sight",
    "due_to_forget",
    "forget_places",
    "forget_tracks",
    "go_off_duty",
    "go_on_duty",
    "load_rounds",
    "places_due_to_forget",
    "record_positions",
    "sight",
    "write_past",
]
