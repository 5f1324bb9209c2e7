"""Signed links: a contractor sees one order and nothing else, for a while.

A link is its contractor's alone: given to another, the order is no longer opened by it.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from gisgrid.kernel.errors import NotFound

PURPOSE: Final = b"gisgrid contractor link"
SIGNATURE_BYTES: Final = 16
NUMBER_BYTES: Final = 8
BODY_BYTES: Final = 4 * NUMBER_BYTES


class BadLink(NotFound):
    """The link was not signed by us, was cut short, or has run out."""

    title = "This link does not work (any more)"


@dataclass(frozen=True, slots=True)
class Link:
    """What a link opens, and until when."""

    case_id: int
    order_id: int
    until: datetime
    whose: int
    """The contractor's mark, as `mark` makes it of the name."""


def mark(contractor: str) -> int:
    """Return a number that stands for a contractor's name in a link."""
    return int.from_bytes(hashlib.sha256(contractor.encode()).digest()[:NUMBER_BYTES], "big")


def sign(link: Link, secret: str) -> str:
    """Return the token of a link."""
    numbers = (link.case_id, link.order_id, int(link.until.timestamp()), link.whose)
    body = b"".join(number.to_bytes(NUMBER_BYTES, "big") for number in numbers)
    return base64.urlsafe_b64encode(body + _signature(body, secret)).decode().rstrip("=")


def open_link(token: str, secret: str, now: datetime) -> Link:
    """Return what a token opens, or refuse it."""
    body, signature = _parts(token)
    if not hmac.compare_digest(signature, _signature(body, secret)):
        raise BadLink("链接无效，请使用派单单位发给您的完整链接。")
    case_id, order_id, seconds, whose = (
        int.from_bytes(body[start : start + NUMBER_BYTES], "big")
        for start in range(0, BODY_BYTES, NUMBER_BYTES)
    )
    until = datetime.fromtimestamp(seconds, UTC)
    if until < now:
        raise BadLink("链接已过期，请向派单单位索取新的链接。")
    return Link(case_id, order_id, until, whose)


def _parts(token: str) -> tuple[bytes, bytes]:
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return b"", b""
    return raw[:BODY_BYTES], raw[BODY_BYTES:]


def _signature(body: bytes, secret: str) -> bytes:
    return hmac.digest(secret.encode(), PURPOSE + body, hashlib.sha256)[:SIGNATURE_BYTES]
