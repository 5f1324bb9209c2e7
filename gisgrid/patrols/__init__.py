"""Patrols: who is on duty in the grid, where they are now, and where they went.

go_on_duty(tx, actor)                   # Patrol: from now until its hours are over
record_positions(tx, actor, positions)  # kept only within a patrol; safe to say again
go_off_duty(tx, actor)                  # the last position is gone from the map at once
"""

from gisgrid.patrols.retention import due_to_forget, forget_tracks
from gisgrid.patrols.rules import Position
from gisgrid.patrols.service import (
    OffDuty,
    go_off_duty,
    go_on_duty,
    record_positions,
)
from gisgrid.patrols.sight import OfficerSight, sight

__all__ = [
    "OffDuty",
    "OfficerSight",
    "Position",
    "due_to_forget",
    "forget_tracks",
    "go_off_duty",
    "go_on_duty",
    "record_positions",
    "sight",
]
