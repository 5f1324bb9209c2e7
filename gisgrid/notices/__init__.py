"""Who is told what, once; what they read; and by which way it leaves the building."""

from gisgrid.notices.channels import Channel, Told
from gisgrid.notices.delivery import deliver
from gisgrid.notices.rules import said
from gisgrid.notices.service import Notice, Telling, inbox, notify, notify_all, told_about

__all__ = [
    "Channel",
    "Notice",
    "Telling",
    "Told",
    "deliver",
    "inbox",
    "notify",
    "notify_all",
    "said",
    "told_about",
]
