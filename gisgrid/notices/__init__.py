"""Who is told what, once; what they read; and by which way it leaves the building."""

from gisgrid.notices.channels import Channel, Told
from gisgrid.notices.delivery import deliver
from gisgrid.notices.rules import said
from gisgrid.notices.service import Notice, inbox, notify, notify_all

__all__ = ["Channel", "Notice", "Told", "deliver", "inbox", "notify", "notify_all", "said"]
