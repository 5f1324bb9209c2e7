"""Bulletins (公告): what the grid office tells the citizens or the staff of an area."""

from gisgrid.bulletins.readers import for_citizens, for_staff, read
from gisgrid.bulletins.service import Draft, draft_bulletin, publish, withdraw

__all__ = [
    "Draft",
    "draft_bulletin",
    "for_citizens",
    "for_staff",
    "publish",
    "read",
    "withdraw",
]
