"""Who asks on a short way: the public, a browser that is signed in, or a program with a map key."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import cookie_parser
from starlette.types import Scope

from gisgrid import identity


@dataclass(frozen=True, slots=True)
class Caller:
    """What was sent to be known by; without any words it is the public."""

    words: str | None = None
    has_key: bool = False
    """Whether the words are a map key: one that opens nothing is refused, not taken for public."""


def caller_in(scope: Scope, said: Mapping[bytes, bytes]) -> Caller | None:
    """Read who asks; None where something else than a map key was sent beside a cookie."""
    authorization = said.get(b"authorization")
    if authorization is not None:
        key = identity.map_key_in(authorization.decode("latin-1"))
        return None if key is None else Caller(key, has_key=True)
    cookies = cookie_parser(said.get(b"cookie", b"").decode("latin-1"))
    return Caller(cookies.get(identity.cookie_over(scope["scheme"])) or None)
