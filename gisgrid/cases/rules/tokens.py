"""Signed tokens: a citizen follows a report by token, never by its number alone."""

import base64
import hashlib
import hmac
from typing import Final

from gisgrid.kernel.errors import NotFound

SIGNATURE_BYTES: Final = 13
"""With the id 21 bytes: 28 letters without a spare bit, so that one token has one spelling."""
ID_BYTES: Final = 8


class UnknownToken(NotFound):
    """The token was not signed by us, or was cut short."""

    title = "This link is not known"


def token_of(report_id: int, secret: str) -> str:
    """Return the token by which the reporter follows a report."""
    body = report_id.to_bytes(ID_BYTES, "big")
    return base64.urlsafe_b64encode(body + _signature(body, secret)).decode().rstrip("=")


def report_of(token: str, secret: str) -> int:
    """Return the report that a token was made for; refuse every other text."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise UnknownToken("查询凭证无效，请使用受理时给出的完整链接。") from None
    body, signature = raw[:ID_BYTES], raw[ID_BYTES:]
    if not hmac.compare_digest(signature, _signature(body, secret)):
        raise UnknownToken("查询凭证无效，请使用受理时给出的完整链接。")
    return int.from_bytes(body, "big")


def _signature(body: bytes, secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"follow" + body, hashlib.sha256)[:SIGNATURE_BYTES]
