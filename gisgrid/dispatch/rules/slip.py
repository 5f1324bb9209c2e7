"""The five parts of the slip."""

from enum import IntEnum
from typing import Final


class Part(IntEnum):
    """Whom a part of the slip is for, in the order in which it is printed."""

    LEADER = 1
    SUPERVISION = 2
    GRID_OFFICE = 3
    GRID_LEADER = 4
    UNIT = 5


PART_NAMES: Final = {
    Part.LEADER: ("分管区领导", "District leader in charge"),
    Part.SUPERVISION: ("督查组", "Supervision group"),
    Part.GRID_OFFICE: ("网格办", "Grid office"),
    Part.GRID_LEADER: ("属地网格长", "Grid leader of the area"),
    Part.UNIT: ("责任单位", "Responsible unit"),
}
