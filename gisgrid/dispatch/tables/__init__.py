"""What dispatch remembers: calendars, orders and their clocks, slips, consultations, alarms."""

from gisgrid.dispatch.tables.alarms import Alarm
from gisgrid.dispatch.tables.calendars import (
    CalendarDay,
    CalendarStamp,
    CalendarYear,
    WorkingSession,
    WorkingWeekday,
)
from gisgrid.dispatch.tables.consultations import (
    Consultation,
    ConsultationParty,
    ConsultationTask,
)
from gisgrid.dispatch.tables.orders import ClockPause, Extension, Order
from gisgrid.dispatch.tables.slips import Slip, SlipRecipient

__all__ = [
    "Alarm",
    "CalendarDay",
    "CalendarStamp",
    "CalendarYear",
    "ClockPause",
    "Consultation",
    "ConsultationParty",
    "ConsultationTask",
    "Extension",
    "Order",
    "Slip",
    "SlipRecipient",
    "WorkingSession",
    "WorkingWeekday",
]
