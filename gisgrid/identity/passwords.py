"""Passwords: argon2, verified in the same time whether the login exists or not."""

from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from gisgrid.identity.tables import Account

DEMO_PASSWORD = "zhongzhan-demo"  # noqa: S105 - printed by `make run`, refused outside demo mode


@cache
def hasher() -> PasswordHash:
    """Return how passwords are hashed: 64 MiB, three passes."""
    return PasswordHash((Argon2Hasher(),))


def hashed(password: str) -> str:
    """Return what is stored of a password."""
    return hasher().hash(password)


def fits(account: Account | None, password: str) -> bool:
    """Tell whether a password opens an account; an unknown one takes as long and never opens."""
    stored = account.password_hash if account else _nobodys()
    return hasher().verify(password, stored) and account is not None


@cache
def _nobodys() -> str:
    return hashed("nobody signs in with this")
