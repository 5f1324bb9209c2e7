"""What a browser carries to the single sign-on and back, sealed in its own cookie.

So no other browser can finish what this one began, and nothing of it stands in the database.
"""

import base64
import json
import secrets
from dataclasses import dataclass
from typing import Final

from gisgrid.kernel import clock
from gisgrid.kernel.errors import NotSignedIn
from gisgrid.kernel.sealing import NoKey, Place, Tampered, sealer

TRIP_S: Final = 600
PLACE: Final = Place("cookie", "sso", "trip")


class NotVouchedFor(NotSignedIn):
    """What came back is not the answer to what this browser asked, or it does not hold."""

    title = "The single sign-on did not vouch for you"


@dataclass(frozen=True)
class Trip:
    """What a browser carries to the provider and back."""

    state: str
    nonce: str
    verifier: str
    back_to: str
    ends_at: float

    @classmethod
    def begun(cls, back_to: str) -> "Trip":
        """Begin one, with a page of ours to come back to."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        return cls(state, nonce, verifier, back_to, clock.now().timestamp() + TRIP_S)

    def sealed(self) -> str:
        """Return the trip as the cookie holds it."""
        return base64.urlsafe_b64encode(sealer().seal(json.dumps(vars(self)), PLACE)).decode()

    @classmethod
    def opened(cls, cookie: str) -> "Trip":
        """Return the trip of a cookie.

        Raises:
            NotVouchedFor: it is none of ours, or ten minutes are over.
        """
        try:
            found = cls(**json.loads(sealer().open(base64.urlsafe_b64decode(cookie), PLACE)))
        except (ValueError, Tampered, NoKey):
            raise NotVouchedFor("登录未从本浏览器发起，请重新登录。") from None
        if found.ends_at < clock.now().timestamp():
            raise NotVouchedFor("登录等待太久，请重新登录。")
        return found


def page_of_ours(said: str) -> str:
    """Return a page of this site to come back to, whatever was asked for.

    page_of_ours("//elsewhere.example")  # '/'
    """
    plain = said.isprintable() and "\\" not in said
    return said if plain and said.startswith("/") and not said.startswith("//") else "/"
