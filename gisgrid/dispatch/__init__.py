"""Orders, slips, deadlines, calendars, supervision, escalation."""
