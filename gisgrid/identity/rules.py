"""Who may be what: roles, kinds of stations, and what counts as signed in."""

import re
from collections.abc import Iterator
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
# Who must prove at sign-in that the telephone is at hand, too.
MUST_ENROL = frozenset({"leader", "system_admin", "security_admin", "audit_admin"})
# Who keeps the system, who keeps it safe and who watches both are never one person (三员分立).
APART = ("system_admin", "security_admin", "audit_admin")
HAVES = ("team", "mechanism", "site", "equipment", "ledger")

SESSION_LASTS = timedelta(hours=12)
# Nobody at the screen for this long: the session ends, though its day is not over.
SESSION_IDLES = timedelta(hours=4)
# A busy browser writes its last use once in this time, not at every request.
SEEN_EVERY = timedelta(minutes=5)

# Wrong passwords that cost nothing. A whole office signs in from one address.
FREE_TRIES = {"login": 4, "address": 19}
# Whoever tried wrongly is a stranger again after this long without a wrong try.
FORGOTTEN_AFTER = timedelta(days=1)
LONGEST_BLOCK = timedelta(hours=1)

MACHINES = ("camera", "gauge", "drone")
PLATFORMS = ("platform", "hotline")
TOKEN_PREFIX = "ggd_"  # noqa: S105 - what a leaked token is known by, not a secret
# Both tokens of a device work for so long after a rotation.
OVERLAP = timedelta(days=1)

RECOVERY_CODES = 8
CODE_STEP_S = 30
# A telephone's clock may be so many steps off, before or after.
CODE_DRIFT = 1

# Citizens without an account: a code by text message, then a short session.
MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
CITIZEN_CODE_DIGITS = 6
CITIZEN_CODE_LASTS = timedelta(minutes=5)
CITIZEN_CODE_EVERY = timedelta(minutes=1)
# With 5 tries for each of 10 codes a stranger guesses one of 20,000 telephones in a day.
CITIZEN_CODE_TRIES = 5
CITIZEN_CODES_A_DAY = 10
CITIZEN_DAY = timedelta(days=1)
CITIZEN_SESSION_LASTS = timedelta(hours=1)

PASSWORD_LENGTH = 10
DIFFERENT_LETTERS = 5


def block_after(failed: int, free: int) -> timedelta:
    """Return for how long nobody may try again: a minute after the free tries, then doubling.

    An hour at most, so that a stranger's guesses do not keep the owner out for days.
    """
    if failed <= free:
        return timedelta(0)
    return min(timedelta(minutes=2 ** min(failed - free - 1, 10)), LONGEST_BLOCK)


def password_faults(login: str, password: str, published: str) -> Iterator[str]:
    """Say in one sentence each why a password will not do.

    `published` is the demo password, which everybody knows. What is long is not made to mix kinds
    of letters: people would only write it down.
    """
    told = password.casefold()
    if len(password) < PASSWORD_LENGTH:
        yield f"密码至少 {PASSWORD_LENGTH} 个字符。"
    if login.casefold() in told:
        yield "密码里不能含有登录名。"
    if published.casefold() in told:
        yield "演示密码人人知道，请换一个。"
    if len(set(told)) < DIFFERENT_LETTERS:
        yield f"密码里至少要有 {DIFFERENT_LETTERS} 个不同的字符。"
