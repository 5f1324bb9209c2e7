"""Rate limits: how often one address or one phone may do something, in a moving window.

Each web process counts for itself, so n processes let through up to n times as much. What is
counted are digests: no address and no phone is kept.
"""

import hashlib
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

from fastapi import Request
from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from gisgrid.kernel.errors import Problem
from gisgrid.kernel.settings import Settings

REPORTS_BY_ADDRESS = "reports_by_address"
PHOTOS_BY_ADDRESS = "photos_by_address"
REPORTS_BY_PHONE = "reports_by_phone"
SIGN_INS_BY_ADDRESS = "sign_ins_by_address"
CODES_BY_ADDRESS = "codes_by_address"
CODE_TRIES_BY_ADDRESS = "code_tries_by_address"
REFUSALS_BY_ADDRESS = "refusals_by_address"


class TooManyRequests(Problem):
    """The same address or phone asked too often; `retry_after_s` says when it may again."""

    status = 429
    title = "Too many requests, please wait"


@dataclass
class Limiter:
    """Counts what was done; a name without a rule is not limited."""

    rules: Mapping[str, tuple[RateLimitItem, ...]] = field(default_factory=dict)
    _window: MovingWindowRateLimiter = field(
        default_factory=lambda: MovingWindowRateLimiter(MemoryStorage())
    )

    def take(self, name: str, who: str) -> None:
        """Count one more for somebody.

        Raises:
            TooManyRequests: that is more than a rule allows; it was not counted by that rule.
        """
        digest = hashlib.blake2b(who.encode(), digest_size=16).hexdigest()
        for rule in self.rules.get(name, ()):
            if not self._window.hit(rule, name, digest):
                wait = self._window.get_window_stats(rule, name, digest).reset_time - time.time()
                seconds = max(1, math.ceil(wait))
                raise TooManyRequests(
                    f"操作过于频繁，请在 {seconds} 秒后再试。", retry_after_s=seconds
                )


def limiter_of(chosen: Settings) -> Limiter:
    """Return the limits that an operator chose; none at all in demo mode unless asked for."""
    if not chosen.is_limited:
        return Limiter()
    words = {
        REPORTS_BY_ADDRESS: chosen.reports_by_address,
        PHOTOS_BY_ADDRESS: chosen.photos_by_address,
        REPORTS_BY_PHONE: chosen.reports_by_phone,
        SIGN_INS_BY_ADDRESS: chosen.sign_ins_by_address,
        CODES_BY_ADDRESS: chosen.codes_by_address,
        CODE_TRIES_BY_ADDRESS: chosen.code_tries_by_address,
        REFUSALS_BY_ADDRESS: chosen.refusals_by_address,
    }
    return Limiter({name: tuple(parse_many(rule)) for name, rule in words.items() if rule})


def limit(request: Request, name: str, who: str) -> None:
    """Count one more for somebody at the application's own limiter."""
    limiter: Limiter = request.app.state.limiter
    limiter.take(name, who)


def limit_address(request: Request, name: str) -> None:
    """Count one more for the address that asks; a house's whole IPv6 /64 counts as one."""
    limit(request, name, _neighbourhood(request.client.host if request.client else ""))


def sign_ins_limited(request: Request) -> None:
    """Let an address sign in only so often; a dependency."""
    limit_address(request, SIGN_INS_BY_ADDRESS)


@lru_cache(maxsize=10_000)
def _neighbourhood(host: str) -> str:
    try:
        known = ip_address(host)
    except ValueError:
        return host
    return str(ip_network((host, 64), strict=False)) if isinstance(known, IPv6Address) else host
