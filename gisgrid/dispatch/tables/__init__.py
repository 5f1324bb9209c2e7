"""What dispatch remembers: calendars, orders and clocks, slips, consultations, alarms, shifts."""

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
from gisgrid.dispatch.tables.shifts import ShiftHandover
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
    "ShiftHandover",
    "Slip",
    "SlipRecipient",
    "WorkingSession",
    "WorkingWeekday",
]
