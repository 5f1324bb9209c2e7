"""Orders, slips, deadlines, calendars, supervision, escalation."""

from gisgrid.dispatch.queries.parties import parties
from gisgrid.dispatch.rules.calendar import BeyondCalendar, Calendar, Standing
from gisgrid.dispatch.rules.clocks import Pause, Unit, deadline, elapsed, remaining
from gisgrid.dispatch.rules.words import clock_in_words, limit_in_words
from gisgrid.dispatch.service.alarms import sweep_deadlines
from gisgrid.dispatch.service.calendar_files import load_calendar
from gisgrid.dispatch.service.calendars import Day, Year, calendar, enter_week, enter_year
from gisgrid.dispatch.service.opening import open_order
from gisgrid.dispatch.service.plugging import plug_in
from gisgrid.dispatch.service.promises import deadlines, recompute
from gisgrid.dispatch.service.seeds import seed as seed_calendar
from gisgrid.dispatch.service.slips import read_slip, say_opinion

__all__ = [
    "BeyondCalendar",
    "Calendar",
    "Day",
    "Pause",
    "Standing",
    "Unit",
    "Year",
    "calendar",
    "clock_in_words",
    "deadline",
    "deadlines",
    "elapsed",
    "enter_week",
    "enter_year",
    "limit_in_words",
    "load_calendar",
    "open_order",
    "parties",
    "plug_in",
    "read_slip",
    "recompute",
    "remaining",
    "say_opinion",
    "seed_calendar",
    "sweep_deadlines",
]
