"""Who may be what: roles, kinds of stations, and what counts as signed in."""

from datetime import timedelta

ROLES = (
    "leader",
    "supervisor",
    "grid_office",
    "dispatcher",
    "grid_leader",
    "grid_officer",
    "unit_dispatcher",
    "handler",
    "checker",
    "planner",
    "analyst",
    "data_steward",
    "system_admin",
    "security_admin",
    "audit_admin",
)
KINDS = ("district_centre", "subdistrict_centre", "community_station", "unit_office")
HAVES = ("team", "mechanism", "site", "equipment", "ledger")

SESSION_LASTS = timedelta(hours=12)
# A busy browser writes its last use once in this time, not at every request.
SEEN_EVERY = timedelta(minutes=5)
TRIES = 5
LOCKED_FOR = timedelta(minutes=15)


def is_locking(failed: int) -> bool:
    """Tell whether this many failures in a row lock an account for a while."""
    return failed % TRIES == 0
